package tripletlab.evaluation;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * Principal component analysis: the directions in which the rows differ most. With mean μ and
 * covariance {@code C = 1/(N−1) Σ (x − μ)(x − μ)ᵀ}, the components are the eigenvectors of C with
 * the largest eigenvalues λ, and {@code λ / trace(C)} is the share of the variance each explains.
 * Each component's largest entry is positive, so that two runs give the same picture.
 *
 * <p>With the centred rows A, C is {@code AᵀA / (N−1)}. Where N is below D, {@code AAᵀ} is the
 * smaller matrix with the same λ: its eigenvectors u give those of C as {@code Aᵀu}. With n the
 * smaller of N and D, this takes O(N D n + n³) time and memory for a few matrices of n × n.
 *
 * <p>K. Pearson: <i>On lines and planes of closest fit to systems of points in space</i>,
 * Philosophical Magazine 2(11), 1901.
 */
public final class Pca {

    private static final int BLOCK = 256; // rows whose products stay in the processor's cache

    private final double[] mean;
    private final double[][] components; // (components, D)
    private final double[] ratios;

    private Pca(double[] mean, double[][] components, double[] ratios) {
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
        boolean wide = rows.length < dimension;
        DMatrixRMaj matrix = wide ? rowProducts(rows, mean) : columnProducts(rows, mean);
        double total = CommonOps_DDRM.trace(matrix);
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(matrix.numRows, true, true);
        if (!eigen.decompose(matrix)) {
            throw new ArithmeticException("the eigenvalues of the covariance do not converge");
        }
        int[] order = // λ falling
                IntStream.range(0, matrix.numRows)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).real))
                        .mapToInt(i -> i)
                        .toArray();
        double[] ratios = new double[components];
        DMatrixRMaj vectors = new DMatrixRMaj(matrix.numRows, components);
        for (int c = 0; c < Math.min(components, order.length); c++) {
            double value = Math.max(0, eigen.getEigenvalue(order[c]).real);
            ratios[c] = total > 0 ? value / total : 0;
            CommonOps_DDRM.insert(eigen.getEigenVector(order[c]), vectors, 0, c);
        }
        return new Pca(mean, signedRows(wide ? across(rows, mean, vectors) : vectors), ratios);
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
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < ratios.length; c++) {
                for (int j = 0; j < mean.length; j++) {
                    transformed[i][c] += (rows[i][j] - mean[j]) * components[c][j];
                }
            }
        }
        return transformed;
    }

    private static double[] mean(float[][] rows) {
        double[] mean = new double[rows[0].length];
        for (float[] row : rows) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += row[j]; // divided later: so equal rows are exactly their mean
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= rows.length;
        }
        return mean;
    }

    /** Some rows minus the mean. */
    private static DMatrixRMaj centred(float[][] rows, int from, int to, double[] mean) {
        DMatrixRMaj centred = new DMatrixRMaj(to - from, mean.length);
        for (int i = from; i < to; i++) {
            for (int j = 0; j < mean.length; j++) {
                centred.set(i - from, j, rows[i][j] - mean[j]);
            }
        }
        return centred;
    }

    /** AAᵀ (N, N). */
    private static DMatrixRMaj rowProducts(float[][] rows, double[] mean) {
        DMatrixRMaj products = new DMatrixRMaj(rows.length, rows.length);
        CommonOps_DDRM.multOuter(centred(rows, 0, rows.length, mean), products);
        return products;
    }

    /** AᵀA (D, D), block by block of the rows, on all cores. */
    private static DMatrixRMaj columnProducts(float[][] rows, double[] mean) {
        DMatrixRMaj products = new DMatrixRMaj(mean.length, mean.length);
        for (int from = 0; from < rows.length; from += BLOCK) {
            int to = Math.min(from + BLOCK, rows.length);
            DMatrixRMaj block = centred(rows, from, to, mean);
            IntStream.range(0, mean.length)
                    .parallel()
                    .forEach(i -> addRow(i, block, products.data));
        }
        CommonOps_DDRM.symmUpperToFull(products);
        return products;
    }

    /** Adds row i of BᵀB from its diagonal on. */
    private static void addRow(int i, DMatrixRMaj block, double[] products) {
        int side = block.numCols;
        double[] values = block.data;
        int row = i * side;
        for (int from = 0; from < block.numRows * side; from += side) {
            double x = values[from + i];
            for (int j = i; j < side; j++) {
                products[row + j] += x * values[from + j];
            }
        }
    }

    /**
     * From eigenvectors u of AAᵀ to those of AᵀA, {@code Aᵀu / ‖Aᵀu‖}, and beyond the rank of A to
     * any that complete them.
     */
    private static DMatrixRMaj across(float[][] rows, double[] mean, DMatrixRMaj u) {
        DMatrixRMaj vectors = new DMatrixRMaj(mean.length, u.numCols);
        CommonOps_DDRM.multTransA(centred(rows, 0, rows.length, mean), u, vectors);
        QRDecomposition<DMatrixRMaj> qr =
                DecompositionFactory_DDRM.qr(vectors.numRows, vectors.numCols);
        qr.decompose(vectors); // false for dependent columns, whose Q is as good
        return qr.getQ(null, true);
    }

    /** The columns as rows, each with its largest entry positive. */
    private static double[][] signedRows(DMatrixRMaj columns) {
        double[][] signed = new double[columns.numCols][columns.numRows];
        for (int c = 0; c < signed.length; c++) {
            double largest = 0;
            for (int j = 0; j < columns.numRows; j++) {
                double entry = columns.get(j, c);
                largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
            }
            for (int j = 0; j < columns.numRows; j++) {
                signed[c][j] = largest < 0 ? -columns.get(j, c) : columns.get(j, c);
            }
        }
        return signed;
    }
}
