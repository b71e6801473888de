package tripletlab.mining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tripletlab.Errors.assertNames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TripletsTest {

    @Test
    void eachTripletIsARow() {
        Triplets triplets = new Triplets(new int[] {0, 3}, new int[] {1, 4}, new int[] {2, 5});
        assertEquals(2, triplets.size());
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = triplets.toArray(manager);
            assertEquals(new Shape(2, 3), array.getShape());
            assertEquals(DataType.INT32, array.getDataType());
            assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, array.toIntArray());
        }
    }

    @Test
    void noTripletsAreAnArrayWithoutRows() {
        Triplets none = new Triplets(new int[0], new int[0], new int[0]);
        assertEquals(0, none.size());
        try (NDManager manager = NDManager.newBaseManager()) {
            assertEquals(new Shape(0, 3), none.toArray(manager).getShape());
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, 2", "0, -1, 2", "0, 1, -1", "3, 3, 2", "0, 3, 3", "3, 1, 3"})
    void itemsThatAreNotThreeAreNamed(int a, int p, int n) {
        int[] as = {0, a};
        int[] ps = {1, p};
        int[] ns = {2, n};
        assertNames(
                () -> new Triplets(as, ps, ns),
                "triplet 1 is (a = %d, p = %d, n = %d)".formatted(a, p, n),
                "three different items, each 0 or more");
    }

    @Test
    void differentLengthsAreNamed() {
        int[] two = {1, 2};
        int[] one = {1};
        assertNames(() -> new Triplets(two, one, two), "positives has length 1", "expected 2");
        assertNames(() -> new Triplets(two, two, one), "negatives 1", "expected 2");
    }
}
