/**
 * What people read after a run: a report and a model card, each one self-contained file (no scripts, nothing loaded from elsewhere).
 *
 * <p>{@link io.lepton.report.RunReport} holds the figures, {@link io.lepton.report.Sentences} says them in plain words, and FreeMarker
 * templates, which escape every value, lay them out.
 */
package io.lepton.report;
