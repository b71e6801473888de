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

    static Result run(String... arguments) {
        try {
            Process process = start(arguments).redirectErrorStream(true).start();
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

    /** {@code python3 binder/lab.py --built …}: without building, as Maven is at it already. */
    static ProcessBuilder start(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(WINDOWS ? "python" : "python3");
        command.add(Path.of("binder", "lab.py").toString());
        command.add("--built");
        String engine = System.getProperty("tripletlab.engine");
        if (engine != null) {
            command.addAll(List.of("--engine", engine));
        }
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
