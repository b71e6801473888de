package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.EigenOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * Eigenvalues λ of a symmetric matrix C without negative ones, falling, and their eigenvectors.
 *
 * @param values k of them
 * @param vectors (n, k): a column each, orthonormal
 */
record Eigenpairs(double[] values, DMatrixRMaj vectors) {

    /** Vectors beyond those that are wanted: the farther the next λ, the fewer rounds. */
    static final int SPARE = 10;

    private static final double TOLERANCE = 1e-10; // of an eigenvalue
    private static final double ROUNDING = 1e-13; // of the largest one
    private static final double GROWTH = Math.log(1e8); // keeps what is small beside the largest λ
    private static final int MAX_STEPS = 20; // of one round
    private static final int ROUNDS = 60;

    /** All n of them, in O(n³). Writes over the matrix. */
    static Eigenpairs all(DMatrixRMaj matrix) {
        int size = matrix.numRows;
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
        if (!eigen.decompose(matrix)) {
            throw new ArithmeticException("the eigenvalues of the covariance do not converge");
        }
        double[] values = new double[size];
        Arrays.setAll(values, i -> eigen.getEigenvalue(i).real);
        DMatrixRMaj vectors = EigenOps_DDRM.createMatrixV(eigen);
        SingularOps_DDRM.descendingOrder(vectors, false, values, size, null, false);
        return new Eigenpairs(values, vectors);
    }

    /**
     * The largest k, of a matrix that is known by its products only: subspace iteration, in which a
     * Chebyshev polynomial of C amplifies what is above the smallest λ of the subspace. Done when
     * {@code ‖C v − λ v‖ ≤} {@value #TOLERANCE} λ for each, or as small as rounding.
     *
     * <p>H. Rutishauser: <i>Simultaneous Iteration Method for Symmetric Matrices</i>, Numerische
     * Mathematik 16, 1970.
     *
     * @param times V → C V
     * @param size n
     * @param count k, below n − {@value #SPARE}
     * @return nothing if too many eigenvalues are too near to each other
     */
    static Optional<Eigenpairs> largest(UnaryOperator<DMatrixRMaj> times, int size, int count) {
        Random random = new Random(1); // the same for the same rows
        DMatrixRMaj subspace = RandomMatrices_DDRM.rectangle(size, count + SPARE, -1, 1, random);
        for (int round = 0; round < ROUNDS; round++) {
            DMatrixRMaj basis = orthonormal(subspace);
            DMatrixRMaj image = times.apply(basis);
            DMatrixRMaj small = new DMatrixRMaj(basis.numCols, basis.numCols);
            CommonOps_DDRM.multTransA(basis, image, small);
            Eigenpairs within = all(small); // Rayleigh and Ritz: the best that the subspace has
            DMatrixRMaj v = product(basis, within.vectors);
            DMatrixRMaj cv = product(image, within.vectors);
            if (converged(v, cv, within.values, count)) {
                return Optional.of(
                        new Eigenpairs(
                                within.values, CommonOps_DDRM.extract(v, 0, size, 0, count)));
            }
            subspace = amplified(times, v, cv, within.values);
        }
        return Optional.empty();
    }

    private static boolean converged(DMatrixRMaj v, DMatrixRMaj cv, double[] values, int count) {
        for (int c = 0; c < count; c++) {
            double squares = 0;
            for (int i = 0; i < v.numRows; i++) {
                double off = cv.get(i, c) - values[c] * v.get(i, c);
                squares += off * off;
            }
            if (Math.sqrt(squares) > Math.max(TOLERANCE * values[c], ROUNDING * values[0])) {
                return false;
            }
        }
        return true;
    }

    /** T(2 C/β − 1) V, where |T| ≤ 1 for eigenvalues in [0, β] and large above. */
    private static DMatrixRMaj amplified(
            UnaryOperator<DMatrixRMaj> times, DMatrixRMaj v, DMatrixRMaj cv, double[] values) {
        double top = values[0];
        double beta = Math.max(values[values.length - 1], 1e-16 * top);
        double x = 2 * top / beta - 1;
        double growth = Math.log(x + Math.sqrt(x * x - 1)); // of the largest in each step: acosh x
        long steps = Math.round(Math.min(MAX_STEPS, GROWTH / growth));
        DMatrixRMaj before = v;
        DMatrixRMaj now = v.createLike();
        CommonOps_DDRM.add(2 / beta, cv, -1, v, now);
        for (int i = 1; i < steps; i++) {
            DMatrixRMaj next = times.apply(now);
            CommonOps_DDRM.add(4 / beta, next, -2, now, next);
            CommonOps_DDRM.subtract(next, before, next);
            before = now;
            now = next;
        }
        return now;
    }

    static DMatrixRMaj product(DMatrixRMaj a, DMatrixRMaj b) {
        DMatrixRMaj product = new DMatrixRMaj(a.numRows, b.numCols);
        CommonOps_DDRM.mult(a, b, product);
        return product;
    }

    /**
     * Columns as near as can be to those given; where one depends on others, any that fits. Writes
     * over those given.
     */
    static DMatrixRMaj orthonormal(DMatrixRMaj columns) {
        QRDecomposition<DMatrixRMaj> qr =
                DecompositionFactory_DDRM.qr(columns.numRows, columns.numCols);
        qr.decompose(columns); // false for dependent columns, whose Q is as good
        return qr.getQ(null, true);
    }
}
