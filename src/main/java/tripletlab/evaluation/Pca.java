package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import tripletlab.internal.Arguments;

/**
 * Principal component analysis: the directions in which the rows differ most. With mean μ and
 * covariance {@code C = 1/(N−1) Σ (x − μ)(x − μ)ᵀ}, the components are the eigenvectors of C with
 * the largest eigenvalues λ, and {@code λ / trace(C)} is the share of the variance each explains.
 * Each component's largest entry is positive, so that two runs give the same picture.
 *
 * <p>With the centred rows A, C is {@code AᵀA / (N−1)}. Where N is below D, {@code AAᵀ} is the
 * smaller matrix with the same λ: its eigenvectors u give those of C as {@code Aᵀu}. Few of many
 * components come by subspace iteration, without a matrix where the smaller one would have more
 * than {@value #MAX_SIZE} rows.
 *
 * <p>K. Pearson: <i>On lines and planes of closest fit to systems of points in space</i>,
 * Philosophical Magazine 2(11), 1901.
 */
public final class Pca {

    private static final int BLOCK = 256; // rows whose products stay in the processor's cache
    private static final int MIN_ITEMS_PER_COMPONENT =
            8; // with fewer rows and columns for each component: all at once
    private static final int MAX_SIZE = 2048; // a larger matrix costs more than products without it

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
        Arguments.require(rows.length >= 2, "rows has 1 row, expected at least 2");
        String message = "components is %d, expected 1 to %d, the length of a row";
        boolean possible = components >= 1 && components <= dimension;
        Arguments.require(possible, message, components, dimension);
        double[] mean = mean(rows);
        Eigenpairs found = eigenpairs(rows, mean, components);
        double total = variance(rows, mean);
        DMatrixRMaj kept = new DMatrixRMaj(components, dimension);
        double[] ratios = new double[components];
        for (int c = 0; c < components; c++) {
            double value = c < found.values().length ? Math.max(0, found.values()[c]) : 0;
            ratios[c] = total > 0 ? value / total : 0;
            double[] vector = CommonOps_DDRM.extractColumn(found.vectors(), c, null).getData();
            System.arraycopy(signed(vector), 0, kept.getData(), c * dimension, dimension);
        }
        return new Pca(mean, kept, ratios);
    }

    /** Of the covariance: its eigenvalues, and as many eigenvectors (D, …) as are wanted. */
    private static Eigenpairs eigenpairs(float[][] rows, double[] mean, int wanted) {
        int side = Math.min(rows.length, mean.length);
        boolean few = MIN_ITEMS_PER_COMPONENT * (wanted + Eigenpairs.SPARE) <= side;
        Optional<Eigenpairs> found = Optional.empty();
        if (few && side > MAX_SIZE) {
            found = Eigenpairs.largest(v -> covarianceTimes(rows, mean, v), mean.length, wanted);
        }
        if (found.isPresent()) {
            return found.get();
        }
        boolean wide = rows.length < mean.length;
        DMatrixRMaj matrix = products(rows, mean, wide);
        if (few && side <= MAX_SIZE) {
            found = Eigenpairs.largest(v -> Eigenpairs.product(matrix, v), side, wanted);
        }
        Eigenpairs pairs = found.orElseGet(() -> Eigenpairs.all(matrix));
        return wide
                ? new Eigenpairs(pairs.values(), across(rows, mean, pairs.vectors(), wanted))
                : pairs;
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
            DMatrixRMaj block = centred(rows, from, mean, false);
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
                mean[j] += row[j]; // divided later: so equal rows are exactly their mean
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= rows.length;
        }
        return mean;
    }

    /** The trace of the covariance. */
    private static double variance(float[][] rows, double[] mean) {
        double sum = 0;
        for (float[] row : rows) {
            for (int j = 0; j < mean.length; j++) {
                double difference = row[j] - mean[j];
                sum += difference * difference;
            }
        }
        return sum / (rows.length - 1);
    }

    /** A block of rows minus the mean (…, D); or, if wide, of columns minus their means (…, N). */
    private static DMatrixRMaj centred(float[][] rows, int from, double[] mean, boolean wide) {
        int length = wide ? mean.length : rows.length;
        int count = Math.min(BLOCK, length - from);
        DMatrixRMaj centred = new DMatrixRMaj(count, wide ? rows.length : mean.length);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < centred.numCols; j++) {
                int row = wide ? j : from + i;
                int column = wide ? from + i : j;
                centred.set(i, j, rows[row][column] - mean[column]);
            }
        }
        return centred;
    }

    /**
     * With the centred rows A (N, D): AᵀA / (N − 1), the covariance; or, if wide, AAᵀ / (N − 1).
     */
    private static DMatrixRMaj products(float[][] rows, double[] mean, boolean wide) {
        int side = wide ? rows.length : mean.length;
        int length = wide ? mean.length : rows.length;
        DMatrixRMaj sum = new DMatrixRMaj(side, side);
        for (int from = 0; from < length; from += BLOCK) {
            DMatrixRMaj block = centred(rows, from, mean, wide);
            IntStream.range(0, side).parallel().forEach(i -> addRow(i, block, sum.data));
        }
        CommonOps_DDRM.symmUpperToFull(sum);
        CommonOps_DDRM.scale(1.0 / (rows.length - 1), sum);
        return sum;
    }

    /** Adds row i of BᵀB from its diagonal on: no thread needs a matrix of its own. */
    private static void addRow(int i, DMatrixRMaj block, double[] sum) {
        int side = block.numCols;
        double[] values = block.data;
        int row = i * side;
        for (int from = 0; from < values.length; from += side) {
            double x = values[from + i];
            for (int j = i; j < side; j++) {
                sum[row + j] += x * values[from + j];
            }
        }
    }

    /** AᵀA V / (N − 1) without a matrix (D, D). */
    private static DMatrixRMaj covarianceTimes(float[][] rows, double[] mean, DMatrixRMaj v) {
        int blocks = (rows.length + BLOCK - 1) / BLOCK;
        DMatrixRMaj product =
                IntStream.range(0, blocks)
                        .parallel()
                        .collect(
                                v::createLike,
                                (sum, b) -> {
                                    DMatrixRMaj block = centred(rows, b * BLOCK, mean, false);
                                    CommonOps_DDRM.multAddTransA(
                                            block, Eigenpairs.product(block, v), sum);
                                },
                                CommonOps_DDRM::addEquals);
        CommonOps_DDRM.scale(1.0 / (rows.length - 1), product);
        return product;
    }

    /**
     * From eigenvectors u of AAᵀ to those of AᵀA, {@code Aᵀu / ‖Aᵀu‖}, and beyond the rank of A to
     * any that complete them.
     */
    private static DMatrixRMaj across(float[][] rows, double[] mean, DMatrixRMaj u, int wanted) {
        DMatrixRMaj given =
                CommonOps_DDRM.extract(u, 0, rows.length, 0, Math.min(wanted, u.numCols));
        DMatrixRMaj vectors = new DMatrixRMaj(mean.length, wanted);
        for (int from = 0; from < mean.length; from += BLOCK) {
            DMatrixRMaj part = Eigenpairs.product(centred(rows, from, mean, true), given);
            CommonOps_DDRM.insert(part, vectors, from, 0);
        }
        return Eigenpairs.orthonormal(vectors);
    }

    private static double[] signed(double[] vector) {
        double largest = Arrays.stream(vector).boxed().max(Comparator.comparing(Math::abs)).get();
        return largest < 0 ? Arrays.stream(vector).map(x -> -x).toArray() : vector;
    }
}
