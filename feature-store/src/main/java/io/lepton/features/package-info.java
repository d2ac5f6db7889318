/**
 * Feature tables on Delta and the transformations that fill them. A {@link io.lepton.features.FeaturePlan} is fitted on training rows and
 * becomes a {@link io.lepton.features.FeatureEncoder}, one Spark ML transformer that writes all features of a row into one array.
 *
 * <p>Anonymized columns are first-class: a range such as {@code [25, 30)} counts as its midpoint, a set such as {@code {a, b}} as an equal
 * share of each member, so that a model that was trained on protected rows also reads unprotected ones.
 */
package io.lepton.features;
