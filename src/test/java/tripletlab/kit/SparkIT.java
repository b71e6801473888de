package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Apache Spark with executors of its own, by {@code mvn -P long verify} only. */
@EnabledIfSystemProperty(named = "tripletlab.long", matches = "true")
@EnabledOnOs(OS.LINUX)
class SparkIT {

    @Test
    void aSweepOutlivesAKilledExecutorAndAKilledDriver() {
        assertEquals(0, Lab.run("--prepare").code());
        Lab.Result result = Lab.python("src/test/python/spark_cluster.py");
        System.out.println(result.output());
        assertEquals(0, result.code(), result.output());
    }
}
