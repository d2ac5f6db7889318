package io.lepton.fairness.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.Disparity;
import io.lepton.fairness.FairnessReport;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Our figures are those of Fairlearn, AIF360 and Aequitas, installed, on real people: every group, every disparity, to 1e-6. */
@ExtendWith(LocalSpark.class)
@EnabledIfEnvironmentVariable(
        named = "CI",
        matches = "true",
        disabledReason = "Installing the peers and asking them takes a minute: only with CI=true.")
class PeersTest {
    /** None of the peers has them; other tests hold them against their definitions. */
    private static final Set<String> OURS_ALONE =
            Set.of("exposure", "exposure_difference", "exposure_ratio", "normalized_discounted_kl_divergence");

    @TempDir
    private Path folder;

    @Test
    void weMeasureWhatThePeersMeasure(SparkSession spark) throws Exception {
        PeerRows rows = new PeerRows(spark);
        List<PeerCase> cases = new ArrayList<>(rows.adult());
        cases.add(rows.germanCredit());
        Peers peers = Peers.asked(cases, folder);

        Set<String> ours = new TreeSet<>();
        Set<String> compared = new TreeSet<>();
        for (PeerCase each : cases) {
            FairnessReport report = each.audited();
            ours.addAll(names(report));
            for (PeerFigures theirs : peers.of(each)) {
                compared.addAll(theirs.compare(report));
            }
        }

        ours.removeAll(compared);
        assertThat(ours).containsExactlyInAnyOrderElementsOf(OURS_ALONE);
    }

    private static Set<String> names(FairnessReport report) {
        Set<String> names = new TreeSet<>(report.overall().metrics().keySet());
        report.disparities().stream().map(Disparity::metric).forEach(names::add);
        return names;
    }
}
