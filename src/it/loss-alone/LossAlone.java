import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import java.util.List;
import tripletlab.distance.Distance;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.BatchAllSemiHardMiner;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.DistanceWeightedMiner;
import tripletlab.mining.EasyPositiveMiner;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletMiner;
import tripletlab.model.L2Normalize;
import tripletlab.sampling.BalancedBatchSampler;

/** Trains with each miner, and with each distance, on DJL and PyTorch alone. */
class LossAlone {

    private static final List<String> UNWANTED =
            List.of(
                    "tech/tablesaw/api/Table.class",
                    "com/fasterxml/jackson/core/JsonFactory.class",
                    "ai/djl/mxnet/engine/MxEngine.class",
                    "org/dflib/jjava/jupyter/Extension.class");

    private static final List<TripletMiner> MINERS =
            List.of(
                    new BatchAllMiner(),
                    new BatchHardMiner(),
                    new SemiHardMiner(),
                    new BatchAllSemiHardMiner(),
                    new EasyPositiveMiner(),
                    new DistanceWeightedMiner(42));

    public static void main(String[] args) throws Exception {
        for (String name : UNWANTED) {
            if (ClassLoader.getSystemResource(name) != null) {
                throw new AssertionError(name + " is on the class path");
            }
        }
        for (TripletMiner miner : MINERS) {
            train(TripletLoss.builder().setMiner(miner).build());
        }
        for (Distance distance : Distance.values()) {
            train(TripletLoss.builder().setMiner(MINERS.get(0)).optDistance(distance).build());
        }
    }

    private static void train(TripletLoss loss) throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Model model = Model.newInstance("line")) {
            ArrayDataset dataset =
                    new ArrayDataset.Builder()
                            .setData(manager.create(new float[][] {{1, 2}, {1, 3}, {2, 1}, {3, 2}}))
                            .optLabels(manager.create(new int[] {0, 0, 1, 1}))
                            .setSampling(new BalancedBatchSampler(2, 2, 5, 42))
                            .build();
            model.setBlock(
                    new SequentialBlock()
                            .add(Linear.builder().setUnits(2).build())
                            .add(new L2Normalize()));
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss))) {
                trainer.initialize(new Shape(4, 2));
                EasyTrain.fit(trainer, 1, dataset, null);
            }
        }
        if (loss.lastStats().valid() == 0 || !Double.isFinite(loss.lastStats().loss())) {
            throw new AssertionError(loss.lastStats());
        }
    }
}
