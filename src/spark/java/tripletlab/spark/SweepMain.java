package tripletlab.spark;

import java.nio.file.Path;
import java.util.List;
import tech.tablesaw.api.Table;
import tripletlab.internal.WholeFile;
import tripletlab.sweep.MnistTraining;
import tripletlab.sweep.Sweep;

/** Runs a sweep of {@link MnistTraining} from a command line, as that of {@code spark-submit}. */
public final class SweepMain {

    private SweepMain() {}

    /**
     * Trains, keeps each finished row in a folder beside the CSV file, and writes the table there.
     *
     * @param args {@code spark} or {@code here}, the CSV file, then {@code margin=0.2,0.5} or other
     *     names with their values
     */
    public static void main(String[] args) throws Exception {
        if (args.length < 2 || !args[1].endsWith(".csv")) {
            throw new IllegalArgumentException("expected: spark|here FILE.csv NAME=VALUE,… …");
        }
        Sweep sweep = new Sweep(new MnistTraining());
        for (String argument : List.of(args).subList(2, args.length)) {
            String[] parts = argument.split("=", 2);
            sweep.with(parts[0], (Object[]) parts[parts.length - 1].split(","));
        }
        Path rows = Path.of(args[1].replaceFirst("[.]csv$", "-rows"));
        Table table = Sweep.table(sweep.keepIn(rows).run(args[0]));
        WholeFile.write(Path.of(args[1]), out -> table.write().csv(out));
    }
}
