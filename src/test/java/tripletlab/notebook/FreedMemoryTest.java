package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FreedMemoryTest {

    private static final int MIB = 1 << 20;

    @Test
    void givesJavasHeapBack() {
        List<byte[]> cell = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            cell.add(new byte[2 * MIB]);
        }
        long full = used();
        assertTrue(full > 200L * MIB, full + " bytes used");
        cell.clear();
        FreedMemory.giveBack();
        assertTrue(used() < full - 150L * MIB, used() + " of " + full + " bytes are still used");
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Tests keep freed memory as the kernel does: see MALLOC_TRIM_THRESHOLD_ in the pom. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void givesNativeMemoryBack() throws Exception {
        List<Memory> cell = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Memory memory = new Memory(MIB);
            memory.clear();
            cell.add(memory);
        }
        cell.forEach(Memory::close);
        long kept = resident();
        FreedMemory.giveBack();
        assertTrue(resident() < kept - 150, resident() + " of " + kept + " MiB are still resident");
    }

    private static long resident() throws Exception {
        String status = Files.readString(Path.of("/proc/self/status"));
        return Long.parseLong(status.replaceAll("(?s).*VmRSS:\\s+(\\d+) kB.*", "$1")) / 1024;
    }
}
