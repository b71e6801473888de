package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceStackTest {

    private final ResourceStack kept = new ResourceStack();
    private final List<String> closed = new ArrayList<>();

    private AutoCloseable named(String name) {
        return () -> closed.add(name);
    }

    @Test
    void whatIsKeptStaysOpenUntilItsNameComesAgain() throws Exception {
        AutoCloseable manager = named("manager");
        assertSame(manager, kept.keep("manager", manager));
        kept.keep("model", named("model"));
        assertEquals(List.of(), closed);
        kept.keep("model", named("second model"));
        assertEquals(List.of("model"), closed);
    }

    @Test
    void whatWasKeptLaterIsClosedFirst() throws Exception {
        for (String name : List.of("manager", "model", "trainer")) {
            kept.keep(name, named(name));
        }
        kept.keep("manager", named("second manager"));
        assertEquals(List.of("trainer", "model", "manager"), closed);
        kept.keep("trainer", named("second trainer"));
        assertEquals(3, closed.size());
    }

    @Test
    void aResourceThatDoesNotCloseIsLeftBehind() throws Exception {
        kept.keep("model", ResourceStackTest::doesNotClose);
        assertThrows(IllegalStateException.class, () -> kept.keep("model", named("second model")));
        kept.keep("model", named("third model"));
        assertEquals(List.of("second model"), closed);
    }

    @Test
    void whatIsBelowAResourceThatDoesNotCloseIsClosed() throws Exception {
        kept.keep("manager", named("manager"));
        kept.keep("model", named("model"));
        kept.keep("trainer", ResourceStackTest::doesNotClose);
        assertThrows(
                IllegalStateException.class, () -> kept.keep("manager", named("second manager")));
        assertEquals(List.of("model", "manager"), closed);
    }

    private static void doesNotClose() {
        throw new IllegalStateException("does not close");
    }

    @Test
    void nullIsRefusedByName() {
        assertEquals(
                "resource is null",
                assertThrows(IllegalArgumentException.class, () -> kept.keep("model", null))
                        .getMessage());
    }
}
