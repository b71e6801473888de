package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tripletlab.JavaProgram;

/** Arrays that are larger than Java's memory; each copy of a value takes 4 bytes at least. */
class LargeArraysTest {

    @Test
    void theyAreShownAndComparedInParts() throws Exception {
        String[] lines = JavaProgram.printed(Program.class, "-Xmx100m").split("\\R");
        assertEquals("NDArray (20000, 784) float32", lines[0]);
        assertEquals("… and 19990 more rows", lines[12]);
        assertEquals("✓ same as expected (20000, 784)", lines[13]);
        assertEquals("other is 1 in row 19999, column 783, expected 0", lines[14]);
        assertEquals("✓ rows as expected (8000, 784)", lines[15]);
    }

    /** 63 MB each in the engine, 25 MB of Java's. */
    static final class Program {

        public static void main(String[] args) {
            Renderer renderer = new Renderer();
            NotebookExtension.register(renderer);
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray zeros = manager.zeros(new Shape(20_000, 784));
                System.out.println(renderer.render(zeros).getData(MIMEType.TEXT_PLAIN));
                Check.equal("same", zeros, manager.zeros(new Shape(20_000, 784)));
                NDArray other = manager.zeros(new Shape(20_000, 784));
                other.set(new NDIndex("19999, 783"), 1);
                try {
                    Check.equal("other", other, zeros);
                } catch (CheckFailed e) {
                    System.out.println(e.getMessage());
                }
                float[][] rows = new float[8_000][784];
                Check.equal("rows", rows, manager.zeros(new Shape(8_000, 784)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT16", "FLOAT32", "FLOAT64", "UINT8", "INT8", "INT32", "INT64", "BOOLEAN"})
    void arraysOfEveryTypeAreShownAndCompared(DataType type) {
        Renderer renderer = new Renderer();
        NotebookExtension.register(renderer);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = manager.create(new float[] {0, 1, 1, 0}, new Shape(2, 2));
            NDArray typed = array.toType(type, false);
            boolean logical = type == DataType.BOOLEAN;
            String text =
                    logical
                            ? "\n       0      1\n0  false   true\n1   true  false"
                            : "\n   0  1\n0  0  1\n1  1  0";
            assertEquals(
                    "NDArray (2, 2) " + type.name().toLowerCase(Locale.ROOT) + text,
                    renderer.render(typed).getData(MIMEType.TEXT_PLAIN));
            double[][] numbers = {{0, 1}, {1, 0}};
            boolean[][] flags = {{false, true}, {true, false}};
            Check.equal("typed", typed, logical ? flags : numbers);
            CheckFailed e =
                    assertThrows(
                            CheckFailed.class, () -> Check.equal("typed", typed, new int[2][2]));
            String one = logical ? "true" : "1";
            assertEquals(
                    "typed is " + one + " in row 0, column 1, expected 0 (2 of 4 are wrong)",
                    e.getMessage());
        }
    }
}
