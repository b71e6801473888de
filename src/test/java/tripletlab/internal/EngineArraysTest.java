package tripletlab.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tripletlab.Garbage;

class EngineArraysTest {

    private static final float[] VALUES = {0.5f, -2, 3};

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16"})
    void hasTheValuesAndTheType(DataType type) {
        try (NDManager manager = NDManager.newBaseManager();
                NDArray array = EngineArrays.of(manager, VALUES, type)) {
            assertEquals(type, array.getDataType());
            assertEquals(new Shape(3), array.getShape());
            assertArrayEquals(VALUES, array.toType(DataType.FLOAT32, false).toFloatArray());
        }
    }

    /** The gradient of Σ x∘c by x is c, whatever became of the array c. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void mayBeClosedBeforeTheGradient(DataType type) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.ones(new Shape(3), type);
            x.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray sum;
                try (NDArray c = EngineArrays.of(manager, VALUES, type)) {
                    sum = x.mul(c).sum();
                }
                Garbage.collect();
                collector.backward(sum);
            }
            assertArrayEquals(
                    VALUES, x.getGradient().toType(DataType.FLOAT32, false).toFloatArray());
        }
    }

    @Test
    void onlyTheArrayStaysOnTheManager() {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
                int before = manager.getManagedArrays().size();
                EngineArrays.of(manager, VALUES, type);
                assertEquals(before + 1, manager.getManagedArrays().size());
            }
        }
    }
}
