/**
 * What lies under the pointer. Elements answer for what they draw; the one that draws last is asked first.
 *
 * A finder takes a point of the map's container in CSS pixels and the reach of a finger or a mouse in pixels,
 * and answers `{id, distance}` for the nearest thing within reach, or null.
 */
export class Targets {
  #finders = new Map()

  constructor (stage) {
    const { map } = stage
    map.on('click', ({ containerPoint }) => { stage.selection.now = this.at(containerPoint, 14)?.id ?? null })
    map.on('mousemove', ({ containerPoint }) => {
      map.getContainer().classList.toggle('on-target', Boolean(this.at(containerPoint, 8)))
    })
  }

  /**
   * Answer for `owner`'s drawings with `finder`, after `rank`: points before lines before areas.
   * `teller`, if there is one, takes an id and tells `{lon, lat, layer, name, when, description}` of it, or null.
   */
  set (owner, rank, finder, teller = () => null) { this.#finders.set(owner, { rank, finder, teller }) }

  delete (owner) { this.#finders.delete(owner) }

  /** The topmost thing within `reach` pixels of `point`, or null. */
  at (point, reach) {
    const asked = [...this.#finders.values()].sort((a, b) => a.rank - b.rank)
    for (const { finder } of asked) {
      const found = finder(point, reach)
      if (found) return found
    }
    return null
  }

  /** What its owner knows of the thing `id`, or null. */
  tell (id) {
    for (const { teller } of this.#finders.values()) {
      const told = teller(id)
      if (told) return told
    }
    return null
  }
}
