package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ImageSheetTest {

    @Test
    void laysImagesInRowsWithInkBlack() {
        try (NDManager manager = NDManager.newBaseManager()) {
            // three images of one row and two pixels: paper|ink, half|paper, ink|ink
            NDArray images =
                    manager.create(new float[] {0, 1, 0.5f, 0, 1, 1}, new Shape(3, 1, 1, 2));
            BufferedImage sheet = (BufferedImage) ImageSheet.of(images, 2).getWrappedImage();
            assertEquals(2 * (2 * 2 + 2), sheet.getWidth());
            assertEquals(2 * (2 + 2), sheet.getHeight());
            assertEquals(255, grey(sheet, 0, 0));
            assertEquals(0, grey(sheet, 2, 1));
            assertEquals(255, grey(sheet, 4, 0)); // the gap
            assertEquals(128, grey(sheet, 6, 0), 1);
            assertEquals(0, grey(sheet, 1, 4));
            assertEquals(255, grey(sheet, 7, 5)); // no fourth image
        }
    }

    @Test
    void leavesNoArrayBehind() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = manager.zeros(new Shape(1, 1, 2, 2), DataType.FLOAT64);
            int before = manager.getManagedArrays().size();
            ImageSheet.of(images, 1);
            assertEquals(before, manager.getManagedArrays().size());
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray flat = manager.zeros(new Shape(3, 4));
            NDArray images = manager.zeros(new Shape(1, 1, 2, 2));
            assertNames("images has shape (3, 4)", flat, 1);
            assertNames("columns is 0", images, 0);
        }
    }

    private static void assertNames(String part, NDArray images, int columns) {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> ImageSheet.of(images, columns));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static int grey(BufferedImage sheet, int x, int y) {
        return sheet.getRaster().getSample(x, y, 0);
    }
}
