package tripletlab.resume;

import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;
import static tripletlab.internal.Tables.requireNoNulls;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.optimizer.Optimizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tripletlab.sampling.Resumable;
import tripletlab.training.MovingAverage;
import tripletlab.training.WrappedOptimizer;

/**
 * Saves a training after every N epochs, and resumes it so that it goes on as if it had never
 * stopped: to the same curve, to the last bit on one machine. A checkpoint holds the network's
 * parameters, the optimizer's state, the number of epochs, and the seed and position of all that
 * draws random numbers.
 *
 * <pre>{@code
 * BalancedBatchSampler sampler = new BalancedBatchSampler(10, 4, 100, 1);   // of mnist
 * SeededEpochs train = new SeededEpochs(mnist, 2);
 * ResumableAdam adam = new ResumableAdam(Optimizer.adam());
 * Checkpoints checkpoints =
 *         new Checkpoints(Path.of("checkpoints"), 25, adam, train, sampler);
 * config.optOptimizer(adam).addTrainingListeners(history, checkpoints);
 * int done = checkpoints.resume(model);               // 0 the first time
 * try (Trainer trainer = model.newTrainer(config)) {
 *     trainer.initialize(shape);
 *     EasyTrain.fit(trainer, epochs - done, train, null);
 * }
 * }</pre>
 *
 * <p>A loop without DJL's listeners calls {@link #save} itself, between two epochs. An epoch that
 * was interrupted is trained again from its start. The first parameters of a network are drawn by
 * the engine: {@code Engine.getInstance().setRandomSeed} before {@code initialize} settles them.
 *
 * <p>A file is written beside its place and then renamed, so whatever happens while it is written,
 * the checkpoints before it stay as they are. No file is ever deleted.
 */
public final class Checkpoints extends TrainingListenerAdapter {

    private static final String NETWORK = "network.params";
    private static final String OPTIMIZER = "optimizer.state";

    private final Path folder;
    private final ResumableAdam adam;
    private final Map<String, MovingAverage> averages = new LinkedHashMap<>(); // by their entries
    private final List<Resumable> resumables;
    private final int every;
    private int epoch;
    private int batches; // of the epoch that is being trained

    /**
     * Sets up, at epoch 0.
     *
     * @param folder where the checkpoints of this training are; made when it is first needed
     * @param every after how many epochs the listener saves, 1 or more
     * @param optimizer that of the training's configuration: a {@link ResumableAdam}, or a {@link
     *     MovingAverage} or {@code L2Regularization} around it; averages are saved too
     * @param resumables what draws random numbers by seeds of its own, in the same order in each
     *     run: {@link SeededEpochs}, a {@code BalancedBatchSampler}, {@code OfflineTriplets}, a
     *     {@code DistanceWeightedMiner}; whoever is left out starts from its seed again when the
     *     training is resumed
     * @throws IllegalArgumentException if {@code every} is less than 1, or there is no {@link
     *     ResumableAdam}
     */
    public Checkpoints(Path folder, int every, Optimizer optimizer, Resumable... resumables) {
        this.folder = requireNonNull("folder", folder);
        this.every = requireAtLeast("every", every, 1);
        this.resumables = List.of(requireNoNulls("resumables", resumables));
        Optimizer inner = requireNonNull("optimizer", optimizer);
        while (inner instanceof WrappedOptimizer outer) {
            if (outer instanceof MovingAverage average) {
                averages.put("average-" + averages.size(), average);
            }
            inner = outer.optimizer();
        }
        if (!(inner instanceof ResumableAdam adam)) {
            throw new IllegalArgumentException(
                    "optimizer is "
                            + inner.getClass().getSimpleName()
                            + ", expected ResumableAdam");
        }
        this.adam = adam;
    }

    /**
     * Goes on from the newest checkpoint of the folder, if there is one. Called before a trainer is
     * made, since an engine may copy the parameters as soon as there is one.
     *
     * @param model with a block that has no parameters yet
     * @return how many epochs were trained before, 0 if there is no checkpoint
     * @throws IOException if the checkpoint is damaged, with what mends it, or cannot be read
     * @throws IllegalArgumentException if the checkpoint is of another network, or other seeds
     * @throws IllegalStateException if the block has parameters, or the optimizer or something else
     *     that is to be resumed was used before
     */
    public int resume(Model model) throws IOException {
        requireNonNull("model", model);
        Optional<CheckpointFile> newest = CheckpointFile.newest(folder);
        if (newest.isEmpty()) {
            return 0;
        }
        CheckpointFile file = newest.get();
        Block network = model.getBlock();
        if (network.isInitialized() && !network.getParameters().isEmpty()) {
            throw new IllegalStateException(
                    "the network has parameters, which "
                            + file.path()
                            + " would replace; resume before trainer.initialize, or delete it");
        }
        Map<String, byte[]> entries = file.read();
        CheckpointFile.Contents contents = file.contents(entries, contentsNow(network));
        try {
            network.loadParameters(model.getNDManager(), stream(entries.get(NETWORK)));
        } catch (MalformedModelException e) {
            throw new IllegalArgumentException(
                    file.path() + " does not fit this network: " + e.getMessage(), e);
        }
        adam.read(network, model.getNDManager(), stream(entries.get(OPTIMIZER)));
        for (Map.Entry<String, MovingAverage> average : averages.entrySet()) {
            average.getValue().read(network, stream(entries.get(average.getKey())));
        }
        for (int i = 0; i < resumables.size(); i++) {
            resumables.get(i).resume(contents.positions().get(i).position());
        }
        epoch = contents.epoch();
        return epoch;
    }

    private static DataInputStream stream(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    /**
     * Saves a checkpoint now, between two epochs.
     *
     * @param trainer has the network
     * @param epochs how many were trained, those before a resumption included; 0 or more
     * @return the file, {@code epoch-0025.zip} after 25 epochs; an older one of this name is
     *     replaced
     * @throws IOException if it cannot be written; the checkpoints before it stay
     * @throws IllegalStateException if an epoch has begun: its random numbers cannot be saved; or
     *     if the network has averages in place of its weights
     */
    public Path save(Trainer trainer, int epochs) throws IOException {
        Block network = requireNonNull("trainer", trainer).getModel().getBlock();
        requireAtLeast("epochs", epochs, 0);
        MovingAverage.requireWeights(network);
        if (batches > 0) {
            throw new IllegalStateException(
                    String.format(
                            "%d batches of an epoch were trained since the last one that was"
                                    + " finished, expected none: save between two epochs; a loop"
                                    + " of one's own ends each by trainer.notifyListeners("
                                    + "listener -> listener.onEpoch(trainer))",
                            batches));
        }
        epoch = epochs;
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(NETWORK, bytes(network::saveParameters));
        entries.put(OPTIMIZER, bytes(out -> adam.write(network, out)));
        for (Map.Entry<String, MovingAverage> average : averages.entrySet()) {
            entries.put(average.getKey(), bytes(out -> average.getValue().write(network, out)));
        }
        CheckpointFile file = new CheckpointFile(folder, epochs);
        file.write(entries, contentsNow(network));
        return file.path();
    }

    private interface Entry {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Entry entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        entry.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private CheckpointFile.Contents contentsNow(Block network) {
        List<String> parts = new ArrayList<>(List.of(NETWORK, OPTIMIZER));
        parts.addAll(averages.keySet());
        return new CheckpointFile.Contents(epoch, network, resumables, parts);
    }

    /**
     * Refuses to train past checkpoints of another run.
     *
     * @throws IllegalStateException if the folder has a checkpoint of more epochs than were trained
     */
    @Override
    public void onTrainingBegin(Trainer trainer) {
        try {
            Optional<CheckpointFile> newest = CheckpointFile.newest(folder);
            if (newest.isPresent() && newest.get().epoch() > epoch) {
                throw new IllegalStateException(
                        String.format(
                                "%s is from a longer training than the %d epochs of this one:"
                                        + " call resume before the trainer is made, or take"
                                        + " another folder",
                                newest.get().path(), epoch));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        batches++;
    }

    /**
     * Counts the epoch, and saves if it is time to.
     *
     * @throws UncheckedIOException if the checkpoint cannot be written; trainer and history stay as
     *     they are
     * @throws IllegalStateException if the network has averages in place of its weights
     */
    @Override
    public void onEpoch(Trainer trainer) {
        MovingAverage.requireWeights(requireNonNull("trainer", trainer).getModel().getBlock());
        epoch++;
        batches = 0;
        if (epoch % every == 0) {
            try {
                save(trainer, epoch);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the checkpoint of epoch " + epoch + " cannot be written to " + folder, e);
            }
        }
    }
}
