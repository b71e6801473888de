package tripletlab.spark;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Starts Spark such that the engine finds on its executors what it finds in the notebooks. */
public final class SparkSessions {

    /** What the notebooks' kernel has too, where it does not depend on the machine. */
    private static final Map<String, String> EXECUTORS =
            Map.of(
                    "spark.executorEnv.OMP_WAIT_POLICY", "PASSIVE",
                    "spark.executorEnv.MXNET_ENGINE_TYPE", "NaiveEngine",
                    "spark.executorEnv.MXNET_CPU_TEMP_COPY", "1",
                    "spark.executorEnv.MALLOC_MMAP_MAX_", "0",
                    "spark.executorEnv.MALLOC_TRIM_THRESHOLD_", "4000000000",
                    "spark.executorEnv.MALLOC_TOP_PAD_", "67108864",
                    "spark.executorEnv.MALLOC_ARENA_MAX", "1",
                    "spark.executorEnv.DJL_OFFLINE", "true",
                    "spark.executorEnv.OPT_OUT_TRACKING", "true");

    private SparkSessions() {}

    /** What is done with Spark. */
    public interface Work<T> {
        /** Does it. */
        T with(JavaSparkContext spark) throws Exception;
    }

    /**
     * Works with the session that there is, or with a new one that is closed at the end. A new one
     * has what {@code spark-submit} says, or else one process, {@code local[*]}, without a server
     * of its own. One task is one training: it has {@code spark.task.cpus} threads, and an executor
     * has one task at a time.
     */
    public static <T> T run(Work<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        boolean ours = SparkSession.getActiveSession().isEmpty();
        // In a notebook this one knows the jars; the thread's may not.
        thread.setContextClassLoader(SparkSessions.class.getClassLoader());
        try {
            SparkSession session = SparkSession.builder().config(configuration()).getOrCreate();
            try {
                return work.with(JavaSparkContext.fromSparkContext(session.sparkContext()));
            } finally {
                if (ours) {
                    session.stop();
                }
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static SparkConf configuration() {
        SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "TripletLab");
        if (!conf.contains("spark.master")) {
            conf.setMaster("local[*]");
            conf.set("spark.ui.enabled", "false");
            conf.set("spark.driver.bindAddress", "127.0.0.1").set("spark.driver.host", "127.0.0.1");
            conf.set("spark.task.cpus", "" + Runtime.getRuntime().availableProcessors());
        }
        EXECUTORS.forEach(conf::setIfMissing);
        String threads = conf.get("spark.task.cpus", "1");
        conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", threads);
        conf.setIfMissing("spark.executor.cores", threads);
        conf.setIfMissing(
                "spark.executor.extraJavaOptions",
                "-Dai.djl.use_local_parameter_server=true -XX:ActiveProcessorCount=" + threads);
        return conf;
    }
}
