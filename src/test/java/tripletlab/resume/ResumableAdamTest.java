package tripletlab.resume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.EasyTrain;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.BatchAllMiner;
import tripletlab.sampling.BalancedBatchSampler;

class ResumableAdamTest {

    private static Adam.Builder builder() {
        return Optimizer.adam().optLearningRateTracker(Tracker.fixed(0.02f));
    }

    @Test
    void isDjlsAdamToTheLastBit() throws Exception {
        assertEquals(trainedBy(builder().build()), trainedBy(new ResumableAdam(builder())));
    }

    @Test
    void countsUpdatesFromWhereDjlBegins() throws Exception {
        Adam.Builder builder = builder();
        builder.optBeginNumUpdate(100);
        ResumableAdam adam = new ResumableAdam(builder);
        trainedBy(adam);
        assertEquals(100 + 2 * 4, adam.updates());
    }

    /** Of three weights, only the first one goes on having a gradient. */
    @Test
    void momentsOfDeadWeightsDoNotBecomeSubnormal() throws Exception {
        try (Model model = Model.newInstance("three weights")) {
            NDManager manager = model.getNDManager();
            Linear network = Linear.builder().setUnits(3).optBias(false).build();
            network.initialize(manager, DataType.FLOAT32, new Shape(1, 1));
            Parameter weights = network.getParameters().valueAt(0);
            ResumableAdam adam = new ResumableAdam(builder());
            float[] trained = updated(adam, weights, manager);
            assertArrayEquals(updated(builder().build(), weights, manager), trained);
            List<float[]> moments = moments(adam, network, manager);
            float[] first = moments.get(0);
            assertTrue(first[0] > Float.MIN_NORMAL, "is " + first[0]);
            assertArrayEquals(new float[] {0, 0}, Arrays.copyOfRange(first, 1, 3));
            for (float second : moments.get(1)) {
                assertTrue(second > Float.MIN_NORMAL, "is " + second);
            }
        }
    }

    private static float[] updated(Optimizer optimizer, Parameter of, NDManager manager) {
        NDArray weight = manager.create(new float[] {1, 2, 3}, new Shape(3, 1));
        NDArray once = manager.create(new float[] {1, -0.5f, 2}, new Shape(3, 1));
        NDArray later = manager.create(new float[] {1, 0, 0}, new Shape(3, 1));
        optimizer.update(of.getId(), weight, once);
        for (int i = 0; i < 1000; i++) {
            optimizer.update(of.getId(), weight, later);
        }
        return weight.toFloatArray();
    }

    /** First and second moments of the only parameter, as a checkpoint keeps them. */
    private static List<float[]> moments(ResumableAdam adam, Block network, NDManager manager)
            throws Exception {
        DataInputStream data = stream(bytes(adam, network));
        assertEquals(1001, data.readInt(), "updates");
        List<float[]> moments = new ArrayList<>();
        for (int place = 0; place < 2; place++) {
            assertTrue(data.readBoolean());
            moments.add(manager.decode(data).toFloatArray());
        }
        return moments;
    }

    private static List<Float> trainedBy(Optimizer optimizer) throws Exception {
        try (TinyRun run = new TinyRun()) {
            EasyTrain.fit(run.trainer(loss(), optimizer), 2, data(run), null);
            return run.parameters();
        }
    }

    private static Loss loss() {
        return TripletLoss.builder().setMiner(new BatchAllMiner()).build();
    }

    private static SeededEpochs data(TinyRun run) {
        return new SeededEpochs(run.data(new BalancedBatchSampler(5, 3, 4, 1)), 1);
    }

    @Test
    void aStateThatWasReadIsWrittenAsItWas() throws Exception {
        try (TinyRun run = new TinyRun()) {
            EasyTrain.fit(run.trainer(loss()), 2, data(run), null);
            Block network = run.model().getBlock();
            byte[] written = bytes(run.adam(), network);
            ResumableAdam other = new ResumableAdam(builder());
            other.read(network, run.model().getNDManager(), stream(written));
            assertEquals(8, other.updates());
            assertTrue(Arrays.equals(written, bytes(other, network)), "before its first update");
            // both moments of 6·16 + 16 + 16·4 + 4 parameters
            assertTrue(written.length > 2 * 4 * 180, "only " + written.length + " bytes");
        }
    }

    @Test
    void anOptimizerThatWasUsedTakesNoState() throws Exception {
        try (TinyRun run = new TinyRun()) {
            EasyTrain.fit(run.trainer(loss()), 1, data(run), null);
            Block network = run.model().getBlock();
            byte[] written = bytes(run.adam(), network);
            Exception e =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    run.adam()
                                            .read(
                                                    network,
                                                    run.model().getNDManager(),
                                                    stream(written)));

            assertTrue(e.getMessage().contains("4 updates"), e.getMessage());
        }
    }

    private static DataInputStream stream(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static byte[] bytes(ResumableAdam adam, Block network) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        adam.write(network, new DataOutputStream(out));
        return out.toByteArray();
    }
}
