package tripletlab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the tests in a JVM of its own. */
public final class JavaProgram {

    private JavaProgram() {}

    /** Is to be started; options of the JVM come before the class. */
    public static ProcessBuilder of(Class<?> main, String... options) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return new ProcessBuilder(command);
    }
}
