package tripletlab.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A network with three inputs learns from a dataset of triplets, by DJL's own loop. */
class GivenTripletTrainingTest {

    private static final int TRIPLETS = 24;

    /** One network for all three inputs. */
    private static final class ThreeInputs extends AbstractBlock {

        private final Block shared = addChildBlock("shared", Linear.builder().setUnits(2).build());

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> p) {
            NDList outputs = new NDList();
            for (NDArray input : inputs) {
                outputs.addAll(shared.forward(store, new NDList(input), training));
            }
            return outputs;
        }

        @Override
        protected void initializeChildBlocks(
                NDManager manager, DataType type, Shape... inputShapes) {
            shared.initialize(manager, type, inputShapes[0]);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            Shape[] shapes = new Shape[inputShapes.length];
            for (int i = 0; i < shapes.length; i++) {
                shapes[i] = shared.getOutputShapes(new Shape[] {inputShapes[i]})[0];
            }
            return shapes;
        }
    }

    @Test
    void theLossFalls() throws Exception {
        Engine.getInstance().setRandomSeed(3);
        GivenTripletLoss loss =
                GivenTripletLoss.builder().setLayout(TripletLayout.ARRAYS).optMargin(1).build();
        List<Double> losses = new ArrayList<>();
        try (Model model = Model.newInstance("three-inputs");
                NDManager manager = NDManager.newBaseManager()) {
            model.setBlock(new ThreeInputs());
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(loss)
                            .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT)
                            .optOptimizer(
                                    Optimizer.adam()
                                            .optLearningRateTracker(Tracker.fixed(0.05f))
                                            .build())
                            .addTrainingListeners(
                                    new TrainingListenerAdapter() {
                                        @Override
                                        public void onTrainingBatch(
                                                Trainer trainer, BatchData data) {
                                            losses.add(loss.lastStats().loss());
                                        }
                                    });
            try (Trainer trainer = model.newTrainer(config)) {
                Shape shape = new Shape(1, 4);
                trainer.initialize(shape, shape, shape);
                EasyTrain.fit(trainer, 15, triplets(manager), null);
            }
        }
        assertEquals(15 * TRIPLETS / 8, losses.size());
        double first = losses.get(0);
        double last = losses.get(losses.size() - 1);
        assertTrue(last < 0.3 * first, "from " + first + " to " + last);
    }

    /** Four numbers, of which only the first tells the two classes apart, and faintly. */
    private static ArrayDataset triplets(NDManager manager) {
        Random random = new Random(1);
        NDArray[] parts = new NDArray[3];
        for (int part = 0; part < 3; part++) {
            float[] numbers = new float[TRIPLETS * 4];
            for (int i = 0; i < numbers.length; i++) {
                int side = (i / 4 + (part == 2 ? 1 : 0)) % 2;
                numbers[i] = i % 4 == 0 ? side - 0.5f : (float) random.nextGaussian() / 2;
            }
            parts[part] = manager.create(numbers, new Shape(TRIPLETS, 4));
        }
        return new ArrayDataset.Builder()
                .setData(parts)
                .optLabels(manager.zeros(new Shape(TRIPLETS))) // EasyTrain asks for some
                .setSampling(8, false)
                .build();
    }
}
