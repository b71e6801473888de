package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Matrices whose eigenvalues are known because they were made of them: H Λ H with a reflection H.
 */
class EigenpairsTest {

    private static final int SIZE = 160;

    private static Arguments spectrum(String name, IntToDoubleFunction falling) {
        return Arguments.of(name, falling);
    }

    private static Stream<Arguments> spectra() {
        return Stream.of(
                spectrum("falling", i -> 1.0 / (i + 1)),
                spectrum("equal", i -> 7),
                spectrum("the largest twice", i -> i < 2 ? 5 : 4.0 / (i + 1)),
                spectrum("the largest more often than looked for", i -> i < 40 ? 2 : 1),
                spectrum("near each other", i -> 1 - 1e-2 * i / SIZE),
                spectrum("only two", i -> i < 2 ? 3 - i : 0),
                spectrum("only one", i -> i < 1 ? 1e-8 : 0),
                spectrum("none", i -> 0),
                spectrum("steep", i -> Math.pow(10, -i)),
                spectrum("steeper", i -> Math.pow(10, 40 - 4 * i)),
                spectrum("a gap after the third", i -> i < 3 ? 1e6 : 1e-6));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void theLargestAreFound(String name, IntToDoubleFunction spectrum) {
        double[] values = IntStream.range(0, SIZE).mapToDouble(spectrum).toArray();
        DMatrixRMaj matrix = matrix(values);
        Eigenpairs found = Eigenpairs.largest(v -> product(matrix, v), SIZE, 3).orElseThrow();
        assertEquals(3, found.vectors().numCols);
        DMatrixRMaj image = product(matrix, found.vectors());
        for (int c = 0; c < 3; c++) {
            double within = 1e-12 * values[0];
            assertEquals(values[c], found.values()[c], within);
            for (int i = 0; i < SIZE; i++) {
                double expected = values[c] * found.vectors().get(i, c);
                assertEquals(expected, image.get(i, c), 1e-9 * values[c] + within);
            }
            for (int other = 0; other < 3; other++) {
                double dot = 0;
                for (int i = 0; i < SIZE; i++) {
                    dot += found.vectors().get(i, c) * found.vectors().get(i, other);
                }
                assertEquals(c == other ? 1 : 0, dot, 1e-12);
            }
        }
    }

    private static DMatrixRMaj matrix(double[] values) {
        Random random = new Random(4);
        double[] u = random.doubles(SIZE, -1, 1).toArray();
        double squares = IntStream.range(0, SIZE).mapToDouble(i -> u[i] * u[i]).sum();
        DMatrixRMaj reflection = new DMatrixRMaj(SIZE, SIZE); // 1 − 2 u uᵀ / ‖u‖²
        DMatrixRMaj scaled = new DMatrixRMaj(SIZE, SIZE);
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                reflection.set(i, j, (i == j ? 1 : 0) - 2 * u[i] * u[j] / squares);
                scaled.set(i, j, reflection.get(i, j) * values[j]);
            }
        }
        return product(scaled, reflection);
    }

    private static DMatrixRMaj product(DMatrixRMaj a, DMatrixRMaj b) {
        DMatrixRMaj product = new DMatrixRMaj(a.numRows, b.numCols);
        CommonOps_DDRM.mult(a, b, product);
        return product;
    }
}
