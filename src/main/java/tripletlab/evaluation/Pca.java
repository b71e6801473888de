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

    private static final int BLOCK = 256; // rows whose products stay in the processor's cache

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
        DMatrixRMaj covariance = covariance(rows, mean);
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
        Rows.requireDimension("rows", rows, mean.length);
        double[][] transformed = new double[rows.length][ratios.length];
        DMatrixRMaj projected = new DMatrixRMaj(BLOCK, ratios.length);
        for (int from = 0; from < rows.length; from += BLOCK) {
            DMatrixRMaj block = centred(rows, from, mean);
            CommonOps_DDRM.multTransB(block, components, projected);
            for (int i = 0; i < block.numRows; i++) {
                int row = i * ratios.length;
                System.arraycopy(projected.getData(), row, transformed[from + i], 0, ratios.length);
            }
        }
        return transformed;
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

    /** A block of rows minus the mean. */
    private static DMatrixRMaj centred(float[][] rows, int from, double[] mean) {
        int count = Math.min(BLOCK, rows.length - from);
        DMatrixRMaj centred = new DMatrixRMaj(count, mean.length);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < mean.length; j++) {
                centred.set(i, j, rows[from + i][j] - mean[j]);
            }
        }
        return centred;
    }

    private static DMatrixRMaj covariance(float[][] rows, double[] mean) {
        int blocks = (rows.length + BLOCK - 1) / BLOCK;
        DMatrixRMaj covariance =
                IntStream.range(0, blocks)
                        .parallel()
                        .collect(
                                () -> new DMatrixRMaj(mean.length, mean.length),
                                (sum, b) -> addProducts(centred(rows, b * BLOCK, mean), sum),
                                CommonOps_DDRM::addEquals);
        CommonOps_DDRM.scale(1.0 / (rows.length - 1), covariance);
        return covariance;
    }

    private static void addProducts(DMatrixRMaj block, DMatrixRMaj sum) {
        DMatrixRMaj products = sum.createLike();
        CommonOps_DDRM.multInner(block, products);
        CommonOps_DDRM.addEquals(sum, products);
    }

    private static double[] signed(double[] vector) {
        double largest = Arrays.stream(vector).boxed().max(Comparator.comparing(Math::abs)).get();
        return largest < 0 ? Arrays.stream(vector).map(x -> -x).toArray() : vector;
    }
}
