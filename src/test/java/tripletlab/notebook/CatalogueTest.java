package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tripletlab.Errors;
import tripletlab.distance.Distance;
import tripletlab.mining.DistanceWeightedMiner;
import tripletlab.mining.TripletMiner;
import tripletlab.model.Network;

class CatalogueTest {

    @ParameterizedTest
    @CsvSource({
        "batch-all, BatchAllMiner",
        "batch-hard, BatchHardMiner",
        "semi-hard, SemiHardMiner",
        "batch-all-semi-hard, BatchAllSemiHardMiner",
        "easy-positive, EasyPositiveMiner",
        "distance-weighted, DistanceWeightedMiner"
    })
    void minersHaveTheNamesOfTheLiterature(String name, String type) {
        assertEquals(type, Catalogue.miners(1).named(name).getClass().getSimpleName());
        assertEquals(6, Catalogue.miners(1).names().size());
    }

    @Test
    void eachCallMakesMinersThatDrawFromTheBeginning() {
        TripletMiner first = Catalogue.miners(7).named("distance-weighted");
        TripletMiner second = Catalogue.miners(7).named("distance-weighted");
        assertInstanceOf(DistanceWeightedMiner.class, first);
        assertNotSame(first, second);
        assertEquals(new DistanceWeightedMiner(7).toString(), first.toString());
    }

    @Test
    void distancesAreThoseOfTheEnum() {
        Catalogue<Distance> distances = Catalogue.distances();
        assertEquals("euclidean, squared-euclidean, cosine", distances.toString());
        assertEquals(Distance.SQUARED_EUCLIDEAN, distances.named("squared-euclidean"));
    }

    @Test
    void networksAreThoseOfTheEnum() {
        Catalogue<Network> networks = Catalogue.networks();
        assertEquals("conv-2x2, conv-5x5, mlp", networks.toString());
        assertEquals(Network.CONV_5X5, networks.named("conv-5x5"));
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        Errors.assertNames(
                () -> Catalogue.distances().named("manhattan"),
                "distance is \"manhattan\"",
                "expected one of euclidean, squared-euclidean, cosine");
    }
}
