package tripletlab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the tests in a JVM of its own. */
public final class JavaProgram {

    private JavaProgram() {}

    /** Runs it to its end and returns what it printed, without the last line's end. */
    public static String printed(Class<?> main, String... options)
            throws IOException, InterruptedException {
        Process program = of(main, options).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        byte[] printed = program.getInputStream().readAllBytes();
        assertEquals(0, program.waitFor());
        return new String(printed, StandardCharsets.UTF_8).strip();
    }

    /** Is to be started; options of the JVM come before the class. */
    public static ProcessBuilder of(Class<?> main, String... options) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return new ProcessBuilder(command);
    }
}
