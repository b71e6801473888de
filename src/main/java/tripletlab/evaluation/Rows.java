package tripletlab.evaluation;

/** Checks and turns the rows of a matrix. */
final class Rows {

    private Rows() {}

    static void requireFinite(String name, float[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException(name + " is empty, expected rows of numbers");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException(
                        String.format(
                                "%s has %d numbers in row %d, expected %d as in row 0",
                                name, rows[i].length, i, rows[0].length));
            }
            for (float value : rows[i]) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(
                            String.format(
                                    "%s has %s in row %d, expected finite numbers",
                                    name, value, i));
                }
            }
        }
    }

    static float[][] transpose(float[][] rows) {
        float[][] columns = new float[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return columns;
    }
}
