/**
 * What {@code train.mitigate} asks for: fits mitigations of {@code io.lepton.fairness} around the model that training chose, tries several
 * of them within a budget and keeps one, and records what was tried.
 *
 * <p>Methods of training learn from weighed or relabelled training rows, or from repaired features; those that act after training learn from out-of-fold predictions,
 * which are as unsure as those of rows that nobody has seen. Tries are compared on training rows that they were not fitted on; the rows
 * that the model is finally measured on stay unseen.
 */
package io.lepton.jobs.mitigation;
