//! PDF bytes to a [`super::Document`]. The only place that names lopdf and hayro-cmap.
