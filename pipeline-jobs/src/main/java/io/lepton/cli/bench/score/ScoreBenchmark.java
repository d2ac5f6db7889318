package io.lepton.cli.bench.score;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.quality.ExactScores;
import java.util.Set;
import java.util.TreeSet;

/** Scoring: beside the libraries whose models are scored, beside copying the table, and over a hundredfold of rows. */
public record ScoreBenchmark(ScoreSetup setup, Set<ScorePart> parts) {
    /** Measures all parts, one after the other. */
    public void run(Findings findings) {
        for (ScorePart part : new TreeSet<>(parts)) {
            switch (part) {
                case TREES -> new TreeComparison(setup).measure(findings);
                case TRANSFORM -> new TransformComparison(setup).measure(findings);
                case NETWORK -> new NetworkComparison(setup).measure(findings);
                case JOB -> new JobComparison(setup).measure(findings);
                case GROWTH -> new Growth(setup).measure(findings);
                case EXACT -> setup.data()
                        .ifPresentOrElse(
                                data -> new ExactScores(setup.spark(), data).measure(findings),
                                () -> findings.note(
                                        "Exactness is not measured: name a folder of real data by --data."));
            }
        }
    }
}
