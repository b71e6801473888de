package tripletlab;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** What a refusal of a wrong argument must say. */
public final class Errors {

    private Errors() {}

    /** The call is refused, and the message holds all parts: the argument's name and value. */
    public static void assertNames(Executable call, String... parts) {
        Exception e = assertThrows(IllegalArgumentException.class, call);
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " not in: " + e.getMessage());
        }
    }
}
