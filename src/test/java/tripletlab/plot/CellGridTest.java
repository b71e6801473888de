package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CellGridTest {

    @RepeatedTest(20)
    void cellsAreWithinAndApart(RepetitionInfo info) {
        int seed = info.getCurrentRepetition();
        Random random = new Random(seed);
        int cells = 1 + random.nextInt(20);
        int columns = 1 + random.nextInt(Math.min(cells, 5));
        boolean square = random.nextBoolean();
        CellGrid grid =
                new CellGrid(
                        cells, columns, random.nextBoolean(), random.nextBoolean(), square, 110, 0);
        double innerHeight = grid.height() - CellGrid.TOP - CellGrid.BOTTOM;
        double innerWidth = 800.0 - CellGrid.LEFT - grid.legend();
        for (int i = 0; i < cells; i++) {
            assertWithin(grid.x(i), seed);
            assertWithin(grid.y(i), seed);
            if (square) {
                double wide = (grid.x(i).get(1) - grid.x(i).get(0)) * innerWidth;
                double high = (grid.y(i).get(1) - grid.y(i).get(0)) * innerHeight;
                assertEquals(wide, high, 1, "seed " + seed);
            }
            for (int j = 0; j < i; j++) {
                boolean beside = apart(grid.x(i), grid.x(j));
                boolean below = apart(grid.y(i), grid.y(j));
                assertTrue(beside || below, i + " and " + j + ", seed " + seed);
            }
        }
        assertEquals(1, grid.y(0).get(1)); // the first is on top
        assertEquals(0, grid.x(0).get(0)); // and at the left
    }

    @Test
    void oneRowGrowsWithItsLegend() {
        CellGrid grid = new CellGrid(3, 3, false, false, true, 110, 400);
        assertTrue(grid.height() - CellGrid.TOP - CellGrid.BOTTOM >= 400);
    }

    private static void assertWithin(List<Double> domain, int seed) {
        boolean within = 0 <= domain.get(0) && domain.get(0) < domain.get(1);
        assertTrue(within && domain.get(1) <= 1, domain + ", seed " + seed);
    }

    private static boolean apart(List<Double> a, List<Double> b) {
        return a.get(1) < b.get(0) || b.get(1) < a.get(0);
    }
}
