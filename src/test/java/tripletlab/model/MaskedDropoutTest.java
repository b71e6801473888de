package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.nn.Block;
import org.junit.jupiter.api.Test;

class MaskedDropoutTest extends DropoutContract {

    @Override
    Block create() {
        return new MaskedDropout(RATE);
    }

    @Test
    void aValueIsDroppedOrScaled() {
        float[] before = x.toFloatArray();
        float[] after = trained().toFloatArray();
        float[] slopes = x.getGradient().toFloatArray();
        int dropped = 0;
        for (int i = 0; i < before.length; i++) {
            boolean gone = after[i] == 0;
            dropped += gone ? 1 : 0;
            assertEquals(gone ? 0 : before[i] * SCALE, after[i], 1e-6f * Math.abs(after[i]));
            assertEquals(gone ? 0 : SCALE, slopes[i], 1e-6f);
        }
        assertDropped(dropped, before.length);
    }

    @Test
    void nothingIsDroppedInPrediction() {
        assertArrayEquals(x.toFloatArray(), forward(false).toFloatArray());
    }
}
