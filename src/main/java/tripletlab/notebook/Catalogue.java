package tripletlab.notebook;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tripletlab.distance.Distance;
import tripletlab.internal.Arguments;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.BatchAllSemiHardMiner;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.DistanceWeightedMiner;
import tripletlab.mining.EasyPositiveMiner;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletMiner;
import tripletlab.model.Network;

/**
 * Finds miners, distances and networks by their names, so that a setting can choose one.
 *
 * <pre>{@code
 * Catalogue.miners(seed).named("batch-hard")
 * Settings.choice("distance", "euclidean", Catalogue.distances())
 * }</pre>
 *
 * @param <T> what the names stand for
 */
public final class Catalogue<T> {
    private final String what;
    private final Map<String, T> things = new LinkedHashMap<>();

    private Catalogue(String what) {
        this.what = what;
    }

    /**
     * The miners: {@code batch-all}, {@code batch-hard}, {@code semi-hard}, {@code
     * batch-all-semi-hard}, {@code easy-positive} (with a semi-hard negative) and {@code
     * distance-weighted}.
     *
     * @param seed for those that draw
     * @return new ones with each call, so that each has the draws of the seed before it
     */
    public static Catalogue<TripletMiner> miners(long seed) {
        Catalogue<TripletMiner> miners = new Catalogue<>("miner");
        miners.things.put("batch-all", new BatchAllMiner());
        miners.things.put("batch-hard", new BatchHardMiner());
        miners.things.put("semi-hard", new SemiHardMiner());
        miners.things.put("batch-all-semi-hard", new BatchAllSemiHardMiner());
        miners.things.put("easy-positive", new EasyPositiveMiner());
        miners.things.put("distance-weighted", new DistanceWeightedMiner(seed));
        return miners;
    }

    /** The distances: {@code euclidean}, {@code squared-euclidean} and {@code cosine}. */
    public static Catalogue<Distance> distances() {
        return of("distance", Stream.of(Distance.values()), Catalogue::name);
    }

    /** The networks: {@code conv-2x2}, {@code conv-5x5} and {@code mlp}. */
    public static Catalogue<Network> networks() {
        return of("network", Stream.of(Network.values()), Catalogue::name);
    }

    /** The name of a constant: {@code conv-2x2} is that of {@code CONV_2X2}. */
    public static String name(Enum<?> constant) {
        return Arguments.requireNonNull("constant", constant)
                .name()
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    static <T> Catalogue<T> of(String what, Stream<T> things, Function<T, String> name) {
        Catalogue<T> catalogue = new Catalogue<>(what);
        things.forEach(thing -> catalogue.things.put(name.apply(thing), thing));
        return catalogue;
    }

    /**
     * The thing of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names there are
     */
    public T named(String name) {
        T thing = things.get(Arguments.requireNonNull("name", name));
        Arguments.require(thing != null, "%s is \"%s\", expected one of %s", what, name, this);
        return thing;
    }

    /** All names, in order. */
    public Set<String> names() {
        return new LinkedHashSet<>(things.keySet());
    }

    /** The names with commas between. */
    @Override
    public String toString() {
        return String.join(", ", things.keySet());
    }
}
