package tripletlab.reproduce;

import ai.djl.engine.Engine;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs experiments and prints their tables. */
public final class Reproduce {

    private static final Map<String, Experiment> EXPERIMENTS = new LinkedHashMap<>();

    static {
        EXPERIMENTS.put("addons", new AddonsTutorial());
        EXPERIMENTS.put("hsu", new BatchHardBesideSemiHard());
        EXPERIMENTS.put("keras", new KerasMnist());
        EXPERIMENTS.put("facenet", new OfflineSelections());
        EXPERIMENTS.put("held-out", new HeldOutDigits());
    }

    private Reproduce() {}

    /**
     * Runs the experiments that are named.
     *
     * @param args the seed, then names
     * @throws IOException if MNIST cannot be read
     * @throws TranslateException if a digit cannot be processed
     */
    public static void main(String[] args) throws IOException, TranslateException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Engine engine = Engine.getInstance();
        int seed = Integer.parseInt(args[0]);
        out.printf(
                "%s %s, DJL %s, Java %s, seed %d%n",
                engine.getEngineName(),
                engine.getVersion(),
                Engine.getDjlVersion(),
                System.getProperty("java.version"),
                seed);
        boolean missed = false;
        for (String name : List.of(args).subList(1, args.length)) {
            missed |= run(EXPERIMENTS.get(name), seed, out);
        }
        System.exit(missed ? 1 : 0); // MXNet's threads would keep the JVM
    }

    private static boolean run(Experiment experiment, int seed, PrintStream out)
            throws IOException, TranslateException {
        out.printf(
                "%n%s%n%n| | published | measured | |%n|---|---:|---:|---|%n", experiment.title());
        long start = System.nanoTime();
        List<Row> rows = experiment.run(seed);
        rows.forEach(row -> out.println(row.markdown()));
        out.printf("%nin %.0f s%n", (System.nanoTime() - start) / 1e9);
        return rows.stream().anyMatch(Row::isMissed);
    }
}
