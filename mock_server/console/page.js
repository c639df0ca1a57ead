// What a front end needs of an answer, whichever envelope it has; and as much as can be found in a broken one.

/** Return the items (null when there are none to be found), the total, and where the page stands. */
export function pageOf(value) {
  const items = Array.isArray(value?.assistants) ? value.assistants : null;
  const place = value?.pagination ?? numbered(value) ?? {};
  return {
    items,
    total: value?.total ?? place.total ?? null,
    limit: place.limit ?? items?.length ?? 0,
    offset: place.offset ?? 0,
    hasMore: place.has_more ?? false,
  };
}

/** The envelope of the list page's example numbers its pages from 1, and has no `has_more`. */
function numbered(value) {
  if (!Number.isInteger(value?.page) || !Number.isInteger(value?.limit)) return null;
  const { page, limit, total } = value;
  return { limit, offset: (page - 1) * limit, has_more: page * limit < total };
}
