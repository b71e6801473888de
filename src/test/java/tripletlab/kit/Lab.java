package tripletlab.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Starts {@code binder/lab.py} as a user would, on what the running build has made. */
final class Lab {

    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

    private Lab() {}

    /** What a command printed, and how it ended. */
    record Result(int code, String output) {}

    /** Runs {@code lab.py --built …}. */
    static Result run(String... arguments) {
        return run(start(arguments));
    }

    /** {@code binder/run_notebooks.py}, which {@code --run} starts for notebooks of the series. */
    static Result runNotebook(Path notebook, Path out) {
        String program = Path.of("binder", "run_notebooks.py").toString();
        return python(program, out.toString(), notebook.toString());
    }

    /** Runs the Python that {@code lab.py} has prepared. */
    static Result python(String... arguments) {
        ProcessBuilder builder =
                builder(WINDOWS ? ".venv/Scripts/python.exe" : ".venv/bin/python", arguments);
        builder.environment().put("JUPYTER_PREFER_ENV_PATH", "1");
        return run(builder);
    }

    private static Result run(ProcessBuilder builder) {
        try {
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * {@code python3 binder/lab.py --built …}: without building, as Maven is at it already, and on
     * the engine that Maven builds with.
     */
    static ProcessBuilder start(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of("binder", "lab.py").toString());
        command.add("--built");
        String engine = System.getProperty("tripletlab.engine");
        if (engine != null) {
            command.addAll(List.of("--engine", engine));
        }
        command.addAll(List.of(arguments));
        return builder(WINDOWS ? "python" : "python3", command.toArray(String[]::new));
    }

    private static ProcessBuilder builder(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        return builder;
    }

    static Path targetFolder(String name) {
        Path folder = Path.of("target", name);
        try {
            Files.createDirectories(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
