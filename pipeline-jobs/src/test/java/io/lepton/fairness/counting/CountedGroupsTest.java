package io.lepton.fairness.counting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CountedGroupsTest {
    private static HashMap<List<String>, GroupTally> drawn(SplittableRandom random) {
        HashMap<List<String>, GroupTally> tallies = new HashMap<>();
        for (int group = random.nextInt(5); group > 0; group--) {
            RowCounts counts = new RowCounts();
            for (int row = 1 + random.nextInt(300); row > 0; row--) {
                if (random.nextInt(4) == 0) {
                    counts.addNumbers(random.nextDouble(9), random.nextDouble(9), random.nextDouble());
                } else {
                    counts.add(random.nextInt(3), random.nextInt(3), random.nextDouble(-1, 2), random.nextDouble());
                }
            }
            tallies.put(List.of("Gruppe ä " + group, group % 2 == 0 ? "" : "x".repeat(70_000)), counts.tally());
        }
        return tallies;
    }

    @Property(tries = 50)
    void whatIsWrittenIsRead(@ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        CountedGroups groups = new CountedGroups(drawn(random), drawn(random));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        groups.write(new DataOutputStream(bytes));

        CountedGroups read = CountedGroups.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        requireSame(read.labelled(), groups.labelled());
        requireSame(read.unlabelled(), groups.unlabelled());
        assertThat(read.rows()).isEqualTo(groups.rows());
    }

    private static void requireSame(HashMap<List<String>, GroupTally> some, HashMap<List<String>, GroupTally> others) {
        assertThat(some.keySet()).isEqualTo(others.keySet());
        some.forEach((group, tally) -> {
            GroupTally other = others.get(group);
            assertThat(tally.judged()).containsExactlyInAnyOrderElementsOf(other.judged());
            assertThat(tally.histogram()).usingRecursiveComparison().isEqualTo(other.histogram());
            assertThat(tally.rows()).isEqualTo(other.rows());
            assertThat(tally.weight()).isEqualTo(other.weight());
            assertThat(tally.rowsPerWeight()).isEqualTo(other.rowsPerWeight());
            assertThat(tally.residuals())
                    .usingRecursiveComparison()
                    .withEqualsForType((one, two) -> Math.abs(one - two) <= 1e-12 * Math.abs(one), Double.class)
                    .isEqualTo(other.residuals());
        });
    }
}
