package tripletlab.notebook;

import java.util.Arrays;
import tripletlab.internal.Arguments;

/**
 * A place of an array where a value is not as expected.
 *
 * @param index one number from 0 for each dimension; none for a single number
 * @param value what is there; 1 for true, 0 for false
 * @param expected what should be there
 */
public record Place(int[] index, double value, double expected) {

    /** A place with a value. */
    public Place {
        Arguments.requireNonNull("index", index);
    }

    /** The last but one index, 0 if there is none. */
    public int row() {
        return index.length < 2 ? 0 : index[index.length - 2];
    }

    /** The last index, 0 if there is none. */
    public int column() {
        return index.length < 1 ? 0 : index[index.length - 1];
    }

    /** Whether it is on the diagonal of a matrix. */
    public boolean onDiagonal() {
        return index.length >= 2 && row() == column();
    }

    /** Where it is, such as {@code in row 3, column 0}. */
    @Override
    public String toString() {
        return switch (index.length) {
            case 0 -> "";
            case 1 -> "at index " + index[0];
            case 2 -> "in row %d, column %d".formatted(row(), column());
            default -> "at index " + Arrays.toString(index);
        };
    }
}
