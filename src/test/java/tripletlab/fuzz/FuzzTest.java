package tripletlab.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tripletlab.fuzz.Outcome.Kind;

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

    private enum Areas {
        DISTANCES(Distances::draw),
        MASKS(Masks::draw),
        COUNTS(Counts::draw),
        MINERS(Miners::draw),
        MINED_LOSSES(Losses::mined),
        GIVEN_TRIPLETS(Losses::given),
        SELECTORS(Selections::triplets),
        SAMPLERS(Selections::batches),
        RETRIEVAL(Neighbours::retrieval),
        NEIGHBORS(Neighbours::nearest),
        CLASSIFIER(Neighbours::classifier),
        PAIRS(Verifications::pairs),
        ROC(Verifications::curve),
        CROSS_VALIDATION(Verifications::folds),
        PCA(Analyses::draw),
        EXPORT(Texts::export),
        SETTINGS(Texts::settings),
        FIGURES(Figures::draw);

        private final Area area;

        Areas(Area area) {
            this.area = area;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRightOrRefused(Areas area) {
        String only = System.getProperty("fuzz.area");
        assumeTrue(only == null || only.equalsIgnoreCase(area.name()));
        Long seed = Long.getLong("fuzz.seed");
        int calls = Integer.getInteger("fuzz.calls", CALLS);
        Map<Kind, Map<String, Integer>> table = new EnumMap<>(Kind.class);
        StringBuilder wrong = new StringBuilder();
        for (long i = seed == null ? 0 : seed; i < (seed == null ? calls : seed + 1); i++) {
            try (Draw draw = new Draw(i)) {
                Outcome outcome = Outcome.of(area.area.draw(draw), draw);
                int count =
                        table.computeIfAbsent(outcome.kind(), k -> new TreeMap<>())
                                .merge(outcome.pattern(), 1, Integer::sum);
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
            print(area, table);
        }
        assertEquals("", wrong.toString());
    }

    private static void print(Areas area, Map<Kind, Map<String, Integer>> table) {
        table.forEach(
                (kind, patterns) ->
                        patterns.forEach(
                                (pattern, count) ->
                                        System.out.printf(
                                                "%-16s %-8s %6d  %s%n",
                                                area, kind, count, pattern)));
    }
}
