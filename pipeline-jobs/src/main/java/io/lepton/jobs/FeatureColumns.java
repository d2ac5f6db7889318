package io.lepton.jobs;

import io.lepton.config.Features;
import io.lepton.config.Train;
import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.TransformMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which columns a model may see: not the keys, the label, the weight, the event time or what the pipeline file excludes. */
record FeatureColumns(Features features, Train train) {
    private static final Features.Transform AUTOMATIC = new Features.Transform(Features.Method.AUTO, 10, 32);

    FeaturePlan plan(String[] columns, List<String> keys) {
        Set<String> unseen = new HashSet<>(keys);
        unseen.add(train.label());
        train.weight().ifPresent(unseen::add);
        features.eventTime().ifPresent(unseen::add);
        unseen.addAll(features.exclude());
        List<ColumnTransform> transforms = new ArrayList<>();
        for (String column : columns) {
            if (!unseen.contains(column)) {
                Features.Transform transform =
                        Optional.ofNullable(features.transforms().get(column)).orElse(AUTOMATIC);
                transforms.add(new ColumnTransform(
                        column,
                        TransformMethod.valueOf(transform.method().name()),
                        transform.bins(),
                        transform.size()));
            }
        }
        return new FeaturePlan(transforms);
    }
}
