package io.lepton.jobs;

import io.lepton.config.Anonymize;
import io.lepton.privacy.Hierarchy;
import io.lepton.privacy.PrivacyModel;
import io.lepton.privacy.SensitiveColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The pipeline file's wishes as a privacy model. */
final class AskedPrivacy {
    private final Function<String, Hierarchy> hierarchies;

    /** @param hierarchies reads one from its path in the pipeline file */
    AskedPrivacy(Function<String, Hierarchy> hierarchies) {
        this.hierarchies = hierarchies;
    }

    PrivacyModel of(Anonymize.KAnonymity asked) {
        Map<String, Hierarchy> read = new HashMap<>();
        asked.hierarchies().forEach((column, path) -> read.put(column, hierarchies.apply(path)));
        List<SensitiveColumn> sensitive = new ArrayList<>();
        asked.sensitive().forEach((column, wishes) -> sensitive.add(sensitive(column, wishes)));
        return new PrivacyModel(
                asked.k(), asked.quasiIdentifiers(), asked.suppressionLimit(), read, asked.weights(), sensitive);
    }

    private SensitiveColumn sensitive(String column, Anonymize.Sensitive wishes) {
        return new SensitiveColumn(
                column,
                wishes.l()
                        .map(l -> new SensitiveColumn.Diversity(
                                SensitiveColumn.Counting.valueOf(
                                        wishes.diversity().name()),
                                l,
                                wishes.c())),
                wishes.t()
                        .map(t -> new SensitiveColumn.Closeness(
                                t,
                                SensitiveColumn.Ground.valueOf(wishes.distance().name()),
                                wishes.hierarchy().map(hierarchies))));
    }
}
