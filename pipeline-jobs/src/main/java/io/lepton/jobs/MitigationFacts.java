package io.lepton.jobs;

import io.lepton.jobs.mitigation.MitigationDetail;
import io.lepton.jobs.mitigation.Outcome;
import io.lepton.report.Mitigation;
import java.util.Map;
import java.util.stream.Collectors;

/** What the report says of how a model was made fairer. */
final class MitigationFacts {
    private MitigationFacts() {}

    static Mitigation of(MitigationDetail detail) {
        return new Mitigation(
                detail.asked(),
                detail.attribute(),
                detail.metric(),
                detail.chosen(),
                inWords(detail.settings()),
                detail.usesAttribute(),
                detail.before().map(MitigationFacts::outcome),
                detail.after().map(MitigationFacts::outcome),
                detail.maxAccuracyLoss().orElse(Double.NaN),
                detail.validationRows(),
                detail.tries().stream().map(MitigationFacts::tried).toList());
    }

    private static Mitigation.Try tried(MitigationDetail.Try found) {
        return new Mitigation.Try(
                found.method(),
                inWords(found.settings()),
                found.outcome().map(MitigationFacts::outcome),
                found.reason(),
                found.seconds(),
                found.chosen(),
                found.onFrontier());
    }

    private static Mitigation.Outcome outcome(Outcome found) {
        return new Mitigation.Outcome(
                found.accuracy(),
                found.unfairness(),
                found.interval().low(),
                found.interval().high());
    }

    private static String inWords(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue())
                .collect(Collectors.joining(", "));
    }
}
