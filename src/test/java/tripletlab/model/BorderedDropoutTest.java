package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.nn.Block;
import org.junit.jupiter.api.Test;

/** {@link MaskedDropout#withBorder}. */
class BorderedDropoutTest extends DropoutContract {

    private static final int SIDE = 10; // of the maps

    @Override
    Block create() {
        return MaskedDropout.withBorder(RATE);
    }

    @Test
    void theBorderIsZeroAndElseAValueIsDroppedOrScaled() {
        assertDroppedOrScaled(BorderedDropoutTest::inside);
    }

    @Test
    void theBorderIsZeroInPrediction() {
        float[] before = x.toFloatArray();
        float[] after = forward(false).toFloatArray();
        for (int i = 0; i < before.length; i++) {
            assertEquals(inside(i) ? before[i] : 0, after[i], 1e-9f); // or −0
        }
    }

    private static boolean inside(int i) {
        int row = i / SIDE % SIDE;
        int column = i % SIDE;
        return row < SIDE - 1 && column < SIDE - 1;
    }
}
