import { beginImport } from '#desk/begin_import'
import { chooser, takeDrops } from '#desk/drop'
import { messageOf } from '#desk/messages'
import { jsonOf, query, queryAll } from '#lib/dom'
import { formatMoment } from '#lib/local_time'

/** The desk's first page: a new exhibit, with or without files. */
const message = messageOf(jsonOf(query(document, '[data-setup]', HTMLScriptElement)).messages)
const form = query(document, '[data-new]', HTMLFormElement)

/** @param {File[]} files */
const begin = (files) => {
  const written = new FormData(form)
  beginImport({ title: String(written.get('title')), languages: [String(written.get('language'))] }, files, message)
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  begin([])
})
query(form, '[data-choices]', HTMLElement).append(chooser(message('desk_choose_files'), begin, 'choose-files'))
for (const time of queryAll(document, 'time', HTMLTimeElement)) {
  const moment = formatMoment(time.dateTime, document.documentElement.lang)
  time.textContent = message('desk_changed', { moment })
}

/** Load the pictures one after the other: the server draws few at once. */
const loadPictures = async () => {
  for (const picture of queryAll(document, '[data-picture]', HTMLImageElement)) {
    picture.src = picture.dataset.picture ?? ''
    await picture.decode().catch(() => { picture.removeAttribute('src') })
  }
}
loadPictures()
takeDrops(message('desk_drop'), begin)
document.documentElement.dataset.ready = 'true'
