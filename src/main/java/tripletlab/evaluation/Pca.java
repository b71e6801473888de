package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Principal component analysis: the directions in which the rows differ most. With mean μ and
 * covariance {@code C = 1/(N−1) Σ (x − μ)(x − μ)ᵀ}, the components are the eigenvectors of C with
 * the largest eigenvalues λ, and {@code λ / trace(C)} is the share of the variance each explains.
 * Each component's largest entry is positive, so that two runs give the same picture.
 *
 * <p>K. Pearson: <i>On lines and planes of closest fit to systems of points in space</i>,
 * Philosophical Magazine 2(11), 1901.
 */
public final class Pca {

    private final double[] mean;
    private final DMatrixRMaj components; // (components, D)
    private final double[] ratios;

    private Pca(double[] mean, DMatrixRMaj components, double[] ratios) {
        this.mean = mean;
        this.components = components;
        this.ratios = ratios;
    }

    /**
     * Finds the components of some rows.
     *
     * @param rows (N, D), N at least 2
     * @param components how many to keep, from 1 to D
     * @return the fitted analysis
     * @throws IllegalArgumentException if the rows are fewer than two, not of one length or not
     *     finite, or {@code components} is not in 1 … D
     */
    public static Pca fit(float[][] rows, int components) {
        Rows.requireFinite("rows", rows);
        int dimension = rows[0].length;
        if (rows.length < 2) {
            throw new IllegalArgumentException("rows has 1 row, expected at least 2");
        }
        if (components < 1 || components > dimension) {
            throw new IllegalArgumentException(
                    String.format(
                            "components is %d, expected 1 to %d, the length of a row",
                            components, dimension));
        }
        double[] mean = mean(rows);
        DMatrixRMaj covariance = covariance(centred(rows, mean));
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(dimension, true, true);
        double trace = CommonOps_DDRM.trace(covariance);
        if (!eigen.decompose(covariance)) {
            throw new ArithmeticException("the eigenvalues of the covariance do not converge");
        }
        int[] order =
                IntStream.range(0, dimension)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).real))
                        .mapToInt(Integer::intValue)
                        .toArray();
        DMatrixRMaj kept = new DMatrixRMaj(components, dimension);
        double[] ratios = new double[components];
        for (int c = 0; c < components; c++) {
            double value = Math.max(0, eigen.getEigenvalue(order[c]).real);
            ratios[c] = trace > 0 ? value / trace : 0;
            double[] vector = eigen.getEigenVector(order[c]).getData();
            System.arraycopy(signed(vector), 0, kept.getData(), c * dimension, dimension);
        }
        return new Pca(mean, kept, ratios);
    }

    /**
     * Returns the share of the variance that each component explains.
     *
     * @return from 0 to 1, falling; all 0 if the rows do not differ
     */
    public double[] explainedVarianceRatio() {
        return ratios.clone();
    }

    /**
     * Projects rows on the components.
     *
     * @param rows (N, D), D as fitted
     * @return (N, components)
     * @throws IllegalArgumentException if the rows are not of the fitted length or not finite
     */
    public double[][] transform(float[][] rows) {
        Rows.requireFinite("rows", rows);
        if (rows[0].length != mean.length) {
            throw new IllegalArgumentException(
                    String.format(
                            "rows has rows of length %d, expected %d as fitted",
                            rows[0].length, mean.length));
        }
        DMatrixRMaj projected = new DMatrixRMaj(rows.length, ratios.length);
        CommonOps_DDRM.multTransB(centred(rows, mean), components, projected);
        return IntStream.range(0, rows.length)
                .mapToObj(
                        i ->
                                Arrays.copyOfRange(
                                        projected.getData(),
                                        i * ratios.length,
                                        (i + 1) * ratios.length))
                .toArray(double[][]::new);
    }

    private static double[] mean(float[][] rows) {
        double[] mean = new double[rows[0].length];
        for (float[] row : rows) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += (double) row[j] / rows.length;
            }
        }
        return mean;
    }

    private static DMatrixRMaj centred(float[][] rows, double[] mean) {
        DMatrixRMaj centred = new DMatrixRMaj(rows.length, mean.length);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < mean.length; j++) {
                centred.set(i, j, rows[i][j] - mean[j]);
            }
        }
        return centred;
    }

    private static DMatrixRMaj covariance(DMatrixRMaj centred) {
        DMatrixRMaj covariance = new DMatrixRMaj(centred.numCols, centred.numCols);
        CommonOps_DDRM.multInner(centred, covariance);
        CommonOps_DDRM.scale(1.0 / (centred.numRows - 1), covariance);
        return covariance;
    }

    private static double[] signed(double[] vector) {
        double largest = Arrays.stream(vector).boxed().max(Comparator.comparing(Math::abs)).get();
        return largest < 0 ? Arrays.stream(vector).map(x -> -x).toArray() : vector;
    }
}
