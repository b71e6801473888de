package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.nn.Block;
import org.junit.jupiter.api.Test;

class MaskedDropoutTest extends DropoutContract {

    @Override
    Block create() {
        return new MaskedDropout(RATE);
    }

    @Test
    void aValueIsDroppedOrScaled() {
        assertDroppedOrScaled(i -> true);
    }

    @Test
    void nothingIsDroppedInPrediction() {
        assertArrayEquals(x.toFloatArray(), forward(false).toFloatArray());
    }
}
