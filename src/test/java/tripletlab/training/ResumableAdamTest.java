package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.nn.Block;
import ai.djl.training.EasyTrain;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
        assertEquals(100 + 2 * 4, adam.state().updates());
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
            other.state()
                    .read(network, run.model().getNDManager(), new ByteArrayInputStream(written));
            assertEquals(8, other.state().updates());
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
            ByteArrayInputStream written = new ByteArrayInputStream(bytes(run.adam(), network));
            Exception e =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    run.adam()
                                            .state()
                                            .read(network, run.model().getNDManager(), written));
            assertTrue(e.getMessage().contains("4 updates"), e.getMessage());
        }
    }

    private static byte[] bytes(ResumableAdam adam, Block network) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        adam.state().write(network, out);
        return out.toByteArray();
    }
}
