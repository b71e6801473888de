package tripletlab.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random calls of every public area. More of them, with a table of their outcomes:
 *
 * <pre>
 * mvn -q test -Dtest=FuzzTest -Dfuzz.calls=10000
 * mvn -q test -Dtest=FuzzTest -Dfuzz.area=COUNTS -Dfuzz.seed=17       one call, with its inputs
 * </pre>
 */
class FuzzTest {

    private static final int CALLS = 1000; // of each area: about a minute in all
    private static final int SHOWN = 3; // calls of each wrong outcome

    /** The parts of the public face, each with what draws the inputs of a call. */
    private enum Area {
        DISTANCES(Gradients::distances),
        MASKS(Mining::masks),
        COUNTS(Mining::counts),
        MINERS(Mining::miners),
        DISTANCE_WEIGHTED(Mining::distanceWeighted),
        MINED_LOSSES(Gradients::mined),
        GIVEN_TRIPLETS(Gradients::given),
        SELECTORS(Selections::triplets),
        SAMPLERS(Selections::batches),
        RETRIEVAL(Neighbors::retrieval),
        NEIGHBORS(Neighbors::nearest),
        CLASSIFIER(Neighbors::classifier),
        PAIRS(Verifications::pairs),
        ROC(Verifications::curve),
        CROSS_VALIDATION(Verifications::folds),
        PCA(Analyses::draw),
        EXPORT(Texts::export),
        SETTINGS(Texts::settings),
        FIGURES(Figures::draw);

        private final Function<Draw, Call<?>> draw;

        Area(Function<Draw, Call<?>> draw) {
            this.draw = draw;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRightOrRefused(Area area) {
        String only = System.getProperty("fuzz.area");
        assumeTrue(only == null || only.equalsIgnoreCase(area.name()));
        Long seed = Long.getLong("fuzz.seed");
        int calls = Integer.getInteger("fuzz.calls", CALLS);
        Map<String, Integer> table = new TreeMap<>();
        StringBuilder wrong = new StringBuilder();
        for (long i = seed == null ? 0 : seed; i < (seed == null ? calls : seed + 1); i++) {
            try (Draw draw = new Draw(i)) {
                Call.Outcome outcome = area.draw.apply(draw).outcome(draw);
                int count = table.merge(outcome.pattern(), 1, Integer::sum);
                String call = " -Dfuzz.area=%s -Dfuzz.seed=%d%n%s".formatted(area, i, draw);
                if (outcome.isBad() && count <= SHOWN) {
                    wrong.append(outcome).append(call);
                }
                if (seed != null) {
                    System.out.println(outcome + call);
                }
            }
        }
        if (calls > CALLS) {
            table.forEach((end, count) -> System.out.printf("%-16s %6d  %s%n", area, count, end));
        }
        assertEquals("", wrong.toString());
    }
}
