package tripletlab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    /** The way that data flows: a package depends only on those before it. */
    private static final List<String> ORDER =
            List.of(
                    "internal",
                    "data",
                    "sampling",
                    "model.mxnet",
                    "model",
                    "distance",
                    "mining",
                    "loss",
                    "book",
                    "training",
                    "resume",
                    "offline",
                    "evaluation",
                    "plot.parts",
                    "plot",
                    "notebook",
                    "notebook.live",
                    "notebook.widgets",
                    "sweep",
                    "spark"); // with mvn -P spark

    /** Also with -P spark, which builds into target/spark. */
    static final ImportOption NO_TESTS = location -> !location.contains("/test-classes/");

    private static final JavaClasses MAIN =
            new ClassFileImporter().withImportOption(NO_TESTS).importPackages("tripletlab");

    @Test
    void noPackageIsUnordered() {
        noClasses()
                .that()
                .doNotHaveSimpleName("package-info")
                .should()
                .resideOutsideOfPackages(
                        ORDER.stream().map(ArchitectureTest::of).toArray(String[]::new))
                .check(MAIN);
    }

    @Test
    void packagesDependOnlyOnThoseBefore() {
        for (int i = 0; i < ORDER.size() - 1; i++) {
            String[] later =
                    ORDER.subList(i + 1, ORDER.size()).stream()
                            .map(ArchitectureTest::of)
                            .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(of(ORDER.get(i)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(MAIN);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("tripletlab.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    /** So many that a reader finds his way by their names. */
    @Test
    void packagesHaveAtMost22Files() {
        Map<String, Long> files =
                MAIN.stream()
                        .filter(type -> type.isTopLevelClass()) // package-info is one, too
                        .collect(groupingBy(type -> type.getPackageName(), counting()));
        files.values().removeIf(count -> count <= 22);
        assertEquals(Map.of(), files);
    }

    /** Networks are defined without what makes them fast, which stands behind. */
    @Test
    void whatIsFastDoesNotKnowTheNetworks() {
        noClasses()
                .that()
                .resideInAPackage("tripletlab.model.mxnet")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tripletlab.model")
                .check(MAIN);
    }

    @Test
    void onlyNotebookKnowsJupyter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("tripletlab.notebook..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dflib..")
                .check(MAIN);
    }

    @Test
    void onlyPlotAndNotebookKnowFigures() {
        noClasses()
                .that()
                .resideOutsideOfPackages("tripletlab.plot..", "tripletlab.notebook..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tech.tablesaw.plotly..")
                .check(MAIN);
    }

    @Test
    void oneClassKnowsTheEngine() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("tripletlab.model.mxnet.RecordedLayers")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.mxnet..", "ai.djl.pytorch..")
                .check(MAIN);
    }

    private static String of(String name) {
        return "tripletlab." + name;
    }
}
