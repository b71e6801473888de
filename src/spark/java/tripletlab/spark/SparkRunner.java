package tripletlab.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Function2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import tripletlab.sweep.Measures;
import tripletlab.sweep.Setting;
import tripletlab.sweep.SweepRow;
import tripletlab.sweep.SweepRunner;
import tripletlab.sweep.SweepTask;

/** Trains the settings of a sweep on Spark, each as a task of its own. */
public final class SparkRunner implements SweepRunner {

    /** Tasks that stay in this process, as those of a notebook's cells, which Spark cannot send. */
    private static final Map<String, SweepTask> HERE = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public void run(List<Setting> settings, SweepTask task, Consumer<SweepRow> done)
            throws Exception {
        String id = UUID.randomUUID().toString();
        HERE.put(id, task);
        try {
            SparkSessions.run(
                    spark -> {
                        run(spark, id, settings, spark.isLocal() ? new Named(id) : task, done);
                        return null;
                    });
        } finally {
            HERE.remove(id);
        }
    }

    /** One job; the driver gets each row as soon as its task is done. */
    private static void run(
            JavaSparkContext spark,
            String id,
            List<Setting> settings,
            SweepTask task,
            Consumer<SweepRow> done) {
        List<Object> parts = IntStream.range(0, settings.size()).<Object>mapToObj(i -> i).toList();
        spark.setJobGroup(id, "sweep of " + settings.size() + " settings", true);
        Function2<Object, SweepRow, BoxedUnit> collect =
                new AbstractFunction2<>() {
                    @Override
                    public BoxedUnit apply(Object part, SweepRow row) {
                        done.accept(row);
                        return BoxedUnit.UNIT;
                    }
                };
        try {
            spark.sc()
                    .runJob(
                            spark.parallelize(settings, settings.size()).rdd(),
                            new Train(task),
                            CollectionConverters.asScala(parts).toSeq(),
                            collect,
                            ClassTag$.MODULE$.apply(SweepRow.class));
        } catch (Throwable e) {
            spark.cancelJobGroup(id); // the cell was stopped, for example
            throw e;
        } finally {
            spark.clearJobGroup();
        }
    }

    /** What an executor does with a part of the settings, which holds one. */
    private static final class Train
            extends AbstractFunction2<TaskContext, Iterator<Setting>, SweepRow>
            implements Serializable {

        private static final long serialVersionUID = 1L;

        private final SweepTask task;

        Train(SweepTask task) {
            this.task = task;
        }

        @Override
        public SweepRow apply(TaskContext context, Iterator<Setting> settings) {
            try {
                return SweepRow.of(task, settings.next());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e); // Spark has killed the task
            }
        }
    }

    /** A task of this process, by its name. */
    private record Named(String id) implements SweepTask {
        @Override
        public Measures run(Setting setting) throws Exception {
            return HERE.get(id).run(setting);
        }
    }
}
